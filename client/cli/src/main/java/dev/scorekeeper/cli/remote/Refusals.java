package dev.scorekeeper.cli.remote;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.client.ScorekeeperException;
import io.grpc.Status.Code;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a server refused, in a sentence: its message, the stable reason, the field, what to do. */
public final class Refusals {
  private Refusals() {}

  /** The exception for a call that failed. */
  static CommandException explain(String target, ScorekeeperException failure) {
    if (failure.code() == Code.UNAVAILABLE && failure.reason().isEmpty()) {
      return CommandException.failed(
          "No server answers at %s: start one with \"scorekeeper serve\", or name another with --target."
              .formatted(target),
          failure);
    }
    if (failure.code() == Code.UNIMPLEMENTED) {
      return CommandException.failed(
          "The server at %s does not know this call: it is no Scorekeeper, or another version."
              .formatted(target),
          failure);
    }
    String field = failure.field().isEmpty() ? "" : "field " + failure.field();
    String reason = failure.reason().isEmpty() ? failure.code().name() : failure.reason();
    String message = describe(failure.getMessage(), reason, field);
    return CommandException.failed(message + advice(failure), failure);
  }

  /**
   * The exception for an evaluation or a comparison that failed; wrong options, where the question
   * is at fault and not the rows.
   */
  static CommandException explainEvaluation(String target, ScorekeeperException failure) {
    CommandException explained = explain(target, failure);
    boolean question =
        failure.code() == Code.INVALID_ARGUMENT
            && (failure.field().startsWith("header") || failure.field().startsWith("despite"));
    return question ? CommandException.misused(explained.getMessage(), failure) : explained;
  }

  /** Message of a status with its reason, such as a failed version has. */
  public static String describe(Status status) {
    return describe(status.getMessage(), reason(status), "");
  }

  private static String describe(@Nullable String message, String reason, String field) {
    String about =
        Stream.of(reason, field)
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(", ", " (", ")"));
    String said = message == null || message.isBlank() ? "no message" : message.strip();
    String stem = said.endsWith(".") ? said.substring(0, said.length() - 1) : said;
    return stem + (about.equals(" ()") ? "" : about) + ".";
  }

  private static String reason(Status status) {
    for (Any detail : status.getDetailsList()) {
      if (detail.is(ErrorInfo.class)) {
        return errorInfo(detail).getReason();
      }
    }
    return "";
  }

  private static ErrorInfo errorInfo(Any detail) {
    try {
      return detail.unpack(ErrorInfo.class);
    } catch (InvalidProtocolBufferException e) {
      throw CommandException.failed("The server sent an error that cannot be read.", e);
    }
  }

  private static String advice(ScorekeeperException failure) {
    return switch (failure.reason()) {
      case "MODEL_NOT_FOUND", "VERSION_NOT_FOUND", "LABEL_NOT_FOUND", "SIGNATURE_NOT_FOUND" ->
          " \"scorekeeper models\" lists what there is.";
      case "EVALUATION_NOT_FOUND" -> " \"scorekeeper evaluations list\" lists what there is.";
      case "REQUEST_TOO_LARGE", "TOO_MANY_ROWS", "TOO_MANY_BYTES" ->
          " Try a smaller --rows-per-request or --in-flight.";
      case "QUEUE_DELAY_TOO_LONG" -> " The server is busy: try a smaller --in-flight.";
      case "OUTPUT_KIND_MISMATCH" -> " Name the transform, --softmax or --sigmoid.";
      default ->
          failure.code() == Code.DEADLINE_EXCEEDED ? " The server took too long to answer." : "";
    };
  }
}
