package dev.scorekeeper.server.scoring;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong with a request, as a value: enough for the caller to mend it.
 *
 * @param message one sentence for a person: what was expected and what came
 * @param field path of the field at fault, such as {@code inputs[1].shape[0]}; empty when none is
 * @param details every variable word of the message, by name, for programs
 * @param retryAfter when trying again may help; null when it will not
 */
public record Problem(
    Reason reason,
    String message,
    String field,
    Map<String, String> details,
    @Nullable Duration retryAfter) {

  public Problem {
    requireNonNull(reason, "reason is null");
    requireNonNull(message, "message is null");
    requireNonNull(field, "field is null");
    details = Map.copyOf(details);
  }

  /** A problem of the request as a whole. */
  public static Problem of(Reason reason, String message) {
    return new Problem(reason, message, "", Map.of(), null);
  }

  /** A problem of one field. */
  public static Problem ofField(Reason reason, String field, String message) {
    return new Problem(reason, message, field, Map.of(), null);
  }

  /** This problem with a further detail. */
  public Problem with(String name, Object value) {
    Map<String, String> more = new java.util.HashMap<>(details);
    more.put(name, String.valueOf(value));
    return new Problem(reason, message, field, more, retryAfter);
  }

  /** This problem with advice to try again after a while. */
  public Problem retryAfter(Duration delay) {
    return new Problem(reason, message, field, details, delay);
  }
}
