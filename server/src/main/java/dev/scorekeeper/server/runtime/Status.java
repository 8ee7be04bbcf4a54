package dev.scorekeeper.server.runtime;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteStatus;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_GetCode;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_Message;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_NewStatus;

import dev.scorekeeper.server.scoring.RunException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.bytedeco.javacpp.BytePointer;
import org.tensorflow.internal.c_api.TF_Status;

/** Where a native call leaves its error. One owner, one thread at a time. */
final class Status implements AutoCloseable {

  private static final int OK = 0;
  private static final int INVALID_ARGUMENT = 3;
  private static final int OUT_OF_RANGE = 11;

  /** Codes by which TensorFlow blames the data; failed assertions come as invalid arguments. */
  private static final Set<Integer> DATA_AT_FAULT = Set.of(INVALID_ARGUMENT, OUT_OF_RANGE);

  private static final int MAX_MESSAGE_LENGTH = 1_000;

  private final TF_Status pointer = TF_NewStatus();

  TF_Status pointer() {
    return pointer;
  }

  boolean isOk() {
    return TF_GetCode(pointer) == OK;
  }

  /** The error as one line, without TensorFlow's list of graph nodes. */
  String message() {
    BytePointer text = TF_Message(pointer);
    return text == null ? "" : tidy(text.getString(StandardCharsets.UTF_8));
  }

  void throwIfFailed() throws RunException {
    int code = TF_GetCode(pointer);
    if (code != OK) {
      throw new RunException(message(), DATA_AT_FAULT.contains(code));
    }
  }

  static String tidy(String message) {
    int nodes = message.indexOf("\n\t [[{{node");
    String text = (nodes < 0 ? message : message.substring(0, nodes)).strip();
    text = text.replaceAll("\\s*\\n\\s*", " ");
    return text.length() <= MAX_MESSAGE_LENGTH
        ? text
        : text.substring(0, MAX_MESSAGE_LENGTH) + "...";
  }

  @Override
  public void close() {
    TF_DeleteStatus(pointer);
  }
}
