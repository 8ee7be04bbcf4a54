package dev.scorekeeper.cli.remote;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.scorekeeper.cli.text.CommandException;
import io.grpc.Status.Code;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.List;

/**
 * What a server refused, in a sentence: its message, the stable reason, the field, and what to do.
 */
public final class Refusals {
  private Refusals() {}

  /** The exception for a call that ended with a status. */
  static CommandException explain(String target, Throwable failure) {
    io.grpc.Status status = io.grpc.Status.fromThrowable(failure);
    Status details = StatusProto.fromThrowable(failure);
    if (details == null) {
      details = Status.newBuilder().setMessage(describe(status)).build();
    }
    String reason = reason(details);
    if (status.getCode() == Code.UNAVAILABLE && reason.isEmpty()) {
      return CommandException.failed(
          "No server answers at %s: start one with \"scorekeeper serve\", or name another with --target."
              .formatted(target),
          failure);
    }
    if (status.getCode() == Code.UNIMPLEMENTED) {
      return CommandException.failed(
          "The server at %s does not know this call: it is no Scorekeeper, or another version."
              .formatted(target),
          failure);
    }
    return CommandException.failed(sentence(details, status), failure);
  }

  private static String sentence(Status details, io.grpc.Status status) {
    String code = status.getCode().name();
    return describe(details, code) + advice(reason(details), status.getCode());
  }

  /** Message of a status with its reason and field, such as a failed version has. */
  public static String describe(Status details) {
    return describe(details, "");
  }

  private static String describe(Status details, String code) {
    List<String> about = new ArrayList<>();
    String reason = reason(details);
    about.add(reason.isEmpty() ? code : reason);
    about.addAll(fields(details));
    about.removeIf(String::isEmpty);
    String message =
        withPeriod(details.getMessage().isEmpty() ? "No message" : details.getMessage());
    return about.isEmpty() ? message : message + " (" + String.join(", ", about) + ")";
  }

  private static String withPeriod(String message) {
    String stripped = message.strip();
    return stripped.endsWith(".") ? stripped : stripped + ".";
  }

  private static String describe(io.grpc.Status status) {
    String description = status.getDescription();
    return description == null ? "" : description;
  }

  /** The stable reason, or empty. */
  static String reason(Status details) {
    for (Any detail : details.getDetailsList()) {
      if (detail.is(ErrorInfo.class)) {
        return unpack(detail, ErrorInfo.class).getReason();
      }
    }
    return "";
  }

  private static List<String> fields(Status details) {
    List<String> fields = new ArrayList<>();
    for (Any detail : details.getDetailsList()) {
      if (detail.is(BadRequest.class)) {
        unpack(detail, BadRequest.class)
            .getFieldViolationsList()
            .forEach(violation -> fields.add("field " + violation.getField()));
      }
    }
    return fields;
  }

  private static <T extends Message> T unpack(Any detail, Class<T> type) {
    try {
      return detail.unpack(type);
    } catch (InvalidProtocolBufferException e) {
      throw CommandException.failed("The server sent an error that cannot be read.", e);
    }
  }

  private static String advice(String reason, Code code) {
    return switch (reason) {
      case "MODEL_NOT_FOUND", "VERSION_NOT_FOUND", "LABEL_NOT_FOUND", "SIGNATURE_NOT_FOUND" ->
          " \"scorekeeper models\" lists what there is.";
      case "REQUEST_TOO_LARGE", "TOO_MANY_ROWS", "TOO_MANY_BYTES" ->
          " Try a smaller --rows-per-request or --in-flight.";
      case "QUEUE_DELAY_TOO_LONG" -> " The server is busy: try a smaller --in-flight.";
      case "OUTPUT_KIND_MISMATCH" -> " Name the transform, --softmax or --sigmoid.";
      default -> code == Code.DEADLINE_EXCEEDED ? " The server took too long to answer." : "";
    };
  }
}
