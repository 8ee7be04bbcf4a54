package dev.scorekeeper.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns the statuses of calls, and of single messages of a stream, into {@link Failure}s. */
final class Failures {

  private static final Metadata.Key<String> PUSHBACK =
      Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

  private Failures() {}

  /**
   * What the end of a call tells that this client has not cancelled.
   *
   * <p>A server that stops hard cancels its calls: without a reason of its own, that counts as
   * UNAVAILABLE, because the caller did not ask for it and another server may do better.
   */
  static Failure ofCall(Status status, @Nullable Metadata trailers) {
    Metadata metadata = trailers == null ? new Metadata() : trailers;
    com.google.rpc.@Nullable Status details = StatusProto.fromStatusAndTrailers(status, metadata);
    String message = status.getDescription() == null ? "" : status.getDescription();
    Failure failure =
        of(
            isAbandoned(status, details) ? Status.Code.UNAVAILABLE : status.getCode(),
            message,
            details == null ? com.google.rpc.Status.getDefaultInstance() : details,
            status.getCause());
    String pushback = metadata.get(PUSHBACK);
    return pushback == null ? failure : withPushback(failure, pushback);
  }

  /** What the end of a stream tells that should have gone on: even a clean one is a failure. */
  static Failure ofStreamEnd(Status status, Metadata trailers) {
    return status.isOk()
        ? local(Status.Code.UNAVAILABLE, "the server ended the stream early", null)
        : ofCall(status, trailers);
  }

  private static boolean isAbandoned(Status status, com.google.rpc.@Nullable Status details) {
    return status.getCode() == Status.Code.CANCELLED
        && status.getCause() == null
        && (details == null || details.getDetailsCount() == 0);
  }

  /** What the error of one message of a stream tells. */
  static Failure ofMessage(com.google.rpc.Status status) {
    Status.Code code = Status.fromCodeValue(status.getCode()).getCode();
    return of(code, status.getMessage(), status, null);
  }

  /** A failure that this client noticed itself. */
  static Failure local(Status.Code code, String message, @Nullable Throwable cause) {
    return new Failure(
        new ScorekeeperException(code, message, "", "", Map.of(), null, cause), false);
  }

  static ScorekeeperException malformedAnswer(String message, Throwable cause) {
    return local(Status.Code.INTERNAL, message, cause).exception;
  }

  private static Failure of(
      Status.Code code, String message, com.google.rpc.Status details, @Nullable Throwable cause) {
    Optional<ErrorInfo> info = find(details, ErrorInfo.class, ErrorInfo.getDefaultInstance());
    Optional<BadRequest> bad = find(details, BadRequest.class, BadRequest.getDefaultInstance());
    Optional<RetryInfo> retry = find(details, RetryInfo.class, RetryInfo.getDefaultInstance());
    String field =
        bad.filter(request -> request.getFieldViolationsCount() > 0)
            .map(request -> request.getFieldViolations(0).getField())
            .orElse("");
    Duration retryAfter =
        retry
            .map(RetryInfo::getRetryDelay)
            .map(delay -> Duration.ofSeconds(delay.getSeconds(), delay.getNanos()))
            .orElse(null);
    ScorekeeperException exception =
        new ScorekeeperException(
            code,
            message.isEmpty() ? code.toString() : message,
            info.map(ErrorInfo::getReason).orElse(""),
            field,
            info.map(ErrorInfo::getMetadataMap).orElse(Map.of()),
            retryAfter,
            cause);
    return new Failure(exception, false);
  }

  private static Failure withPushback(Failure failure, String pushback) {
    long millis = parseOrNegative(pushback);
    if (millis < 0) {
      return new Failure(failure.exception, true);
    }
    ScorekeeperException known = failure.exception;
    Duration delay = Duration.ofMillis(millis);
    return new Failure(
        new ScorekeeperException(
            known.code(),
            String.valueOf(known.getMessage()),
            known.reason(),
            known.field(),
            known.details(),
            known.retryAfter().filter(other -> other.compareTo(delay) > 0).orElse(delay),
            known.getCause()),
        false);
  }

  /** By gRPC's rule, a pushback that cannot be read means the same as a negative one: never. */
  private static long parseOrNegative(String pushback) {
    try {
      return Long.parseLong(pushback);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static <M extends Message> Optional<M> find(
      com.google.rpc.Status status, Class<M> type, M defaultInstance) {
    for (Any detail : status.getDetailsList()) {
      if (detail.is(type)) {
        try {
          return Optional.of(
              type.cast(defaultInstance.getParserForType().parseFrom(detail.getValue())));
        } catch (InvalidProtocolBufferException e) {
          // A detail that cannot be read must not hide the code and the message, which could.
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}
