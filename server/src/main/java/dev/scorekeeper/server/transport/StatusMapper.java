package dev.scorekeeper.server.transport;

import com.google.protobuf.Any;
import com.google.protobuf.util.Durations;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.Reason;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Turns a {@link Problem} into a gRPC status with {@code google.rpc} details.
 *
 * <p>Texts are cut so that the trailers stay below the 8 KiB of headers that clients accept by
 * default: the message is sent twice, once percent-encoded and once in base64.
 */
public final class StatusMapper {

  /** Domain of {@code ErrorInfo}. */
  public static final String DOMAIN = "scorekeeper.dev";

  /** Milliseconds after which the client shall try again, as gRPC's retry design names it. */
  public static final Metadata.Key<String> PUSHBACK =
      Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

  /** The whole {@code google.rpc.Status}. */
  public static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private static final int MESSAGE_BYTES = 1_000;
  private static final int DETAIL_BYTES = 200;
  private static final int ALL_DETAILS_BYTES = 1_000;

  /** A power of two. */
  private static final int KEPT = 256;

  private static final AtomicReferenceArray<@Nullable Rendered> recent =
      new AtomicReferenceArray<>(KEPT);

  private StatusMapper() {}

  /** Ends a call with a problem. On the call's thread; nothing must have been sent on it. */
  public static void close(ServerCall<?, ?> call, Problem problem) {
    if (!call.isCancelled()) {
      Rendered rendered = rendered(problem);
      call.close(rendered.status, rendered.trailers());
    }
  }

  /** The same problem often comes again at once: a refusal under overload, above all. */
  @SuppressWarnings("ReferenceEquality") // comparing two equal ones would cost as much as a new one
  private static Rendered rendered(Problem problem) {
    int slot = System.identityHashCode(problem) & (KEPT - 1);
    Rendered known = recent.get(slot);
    if (known == null || known.problem != problem) {
      known = new Rendered(problem);
      recent.set(slot, known);
    }
    return known;
  }

  /** A problem in the form in which it is sent. Immutable. */
  private static final class Rendered {
    final Problem problem;
    final Status status;
    private final byte[] details;
    private final @Nullable String pushback;

    Rendered(Problem problem) {
      this.problem = problem;
      this.status = StatusMapper.status(problem);
      this.details = rpcStatus(problem).toByteArray();
      this.pushback =
          problem.retryAfter() == null
              ? null
              : Long.toString(Math.max(0, problem.retryAfter().toMillis()));
    }

    /** New ones each time: gRPC adds to those it is given. */
    Metadata trailers() {
      Metadata trailers = new Metadata();
      trailers.put(DETAILS, details);
      if (pushback != null) {
        trailers.put(PUSHBACK, pushback);
      }
      return trailers;
    }
  }

  /** Code and message. */
  public static Status status(Problem problem) {
    return code(problem.reason()).toStatus().withDescription(cut(problem.message(), MESSAGE_BYTES));
  }

  /** The details, and the pushback when trying again may help. */
  public static Metadata trailers(Problem problem) {
    return new Rendered(problem).trailers();
  }

  /** The whole status as a message. */
  public static com.google.rpc.Status rpcStatus(Problem problem) {
    com.google.rpc.Status.Builder status =
        com.google.rpc.Status.newBuilder()
            .setCode(code(problem.reason()).value())
            .setMessage(cut(problem.message(), MESSAGE_BYTES))
            .addDetails(Any.pack(errorInfo(problem)));
    if (!problem.field().isEmpty()) {
      status.addDetails(Any.pack(badRequest(problem)));
    }
    if (problem.retryAfter() != null) {
      RetryInfo retry =
          RetryInfo.newBuilder()
              .setRetryDelay(Durations.fromNanos(problem.retryAfter().toNanos()))
              .build();
      status.addDetails(Any.pack(retry));
    }
    return status.build();
  }

  private static ErrorInfo errorInfo(Problem problem) {
    ErrorInfo.Builder info =
        ErrorInfo.newBuilder().setReason(problem.reason().name()).setDomain(DOMAIN);
    int room = ALL_DETAILS_BYTES;
    for (Map.Entry<String, String> detail : new TreeMap<>(problem.details()).entrySet()) {
      String value = cut(detail.getValue(), DETAIL_BYTES);
      room -= detail.getKey().length() + value.getBytes(StandardCharsets.UTF_8).length;
      if (room >= 0) {
        info.putMetadata(detail.getKey(), value);
      }
    }
    return info.build();
  }

  private static BadRequest badRequest(Problem problem) {
    return BadRequest.newBuilder()
        .addFieldViolations(
            BadRequest.FieldViolation.newBuilder()
                .setField(cut(problem.field(), DETAIL_BYTES))
                .setDescription(cut(problem.message(), DETAIL_BYTES))
                .setReason(problem.reason().name()))
        .build();
  }

  static Status.Code code(Reason reason) {
    return switch (reason.category()) {
      case INVALID_ARGUMENT -> Status.Code.INVALID_ARGUMENT;
      case NOT_FOUND -> Status.Code.NOT_FOUND;
      case FAILED_PRECONDITION -> Status.Code.FAILED_PRECONDITION;
      case RESOURCE_EXHAUSTED -> Status.Code.RESOURCE_EXHAUSTED;
      case UNAVAILABLE -> Status.Code.UNAVAILABLE;
      case DEADLINE_EXCEEDED -> Status.Code.DEADLINE_EXCEEDED;
      case CANCELLED -> Status.Code.CANCELLED;
      case INTERNAL -> Status.Code.INTERNAL;
    };
  }

  /** The text, or as much of its start as fits into this many bytes of UTF-8, dots included. */
  static String cut(String text, int bytes) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    if (encoded.length <= bytes) {
      return text;
    }
    int end = bytes - 3;
    while (end > 0 && (encoded[end] & 0xc0) == 0x80) {
      end--;
    }
    return new String(encoded, 0, end, StandardCharsets.UTF_8) + "...";
  }
}
