package dev.scorekeeper.client;

import io.grpc.Status;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every failure of a request, as the server or the client's own side tells it.
 *
 * <p>Act on {@link #code} and {@link #reason}, never on the message: both are stable.
 */
public final class ScorekeeperException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final Status.Code code;
  private final String reason;
  private final String field;
  private final transient Map<String, String> details;
  private final @Nullable Duration retryAfter;

  ScorekeeperException(
      Status.Code code,
      String message,
      String reason,
      String field,
      Map<String, String> details,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.reason = reason;
    this.field = field;
    this.details = Map.copyOf(details);
    this.retryAfter = retryAfter;
  }

  /** What kind of failure it is. */
  public Status.Code code() {
    return code;
  }

  /**
   * The server's stable word for what went wrong, such as {@code INPUT_SHAPE_MISMATCH}; empty when
   * the failure did not come from a Scorekeeper server, such as a refused connection.
   */
  public String reason() {
    return reason;
  }

  /** Path of the field of the request at fault, such as {@code inputs[1].shape}; empty if none. */
  public String field() {
    return field;
  }

  /** The variable words of the message, by name. */
  public Map<String, String> details() {
    return details == null ? Map.of() : details;
  }

  /** How long to wait before trying again, when the server says that this helps. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
