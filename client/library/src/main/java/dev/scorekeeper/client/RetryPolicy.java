package dev.scorekeeper.client;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * When and how often to try a failed request again.
 *
 * <p>Tried again are {@code UNAVAILABLE}, and {@code RESOURCE_EXHAUSTED} when the server says after
 * which time (its {@code RetryInfo} or pushback); nothing else ever is, and nothing that the server
 * forbids by a negative pushback. The wait grows from {@code initialBackoff} by {@code multiplier}
 * to {@code maxBackoff}, each time varied by up to {@code jitter} of itself up or down; a time that
 * the server names replaces it when longer. An attempt that could not start before the request's
 * deadline is not waited for.
 *
 * <p>Throttling, as in gRFC A6: the client holds {@code throttleTokens}, loses one with each failed
 * attempt of the kinds above, and regains {@code tokensPerSuccess} with each success; while no more
 * than half are left, nothing is tried again. So a server in trouble sees about {@code
 * tokensPerSuccess} retries a success, not a multiple of its load.
 *
 * <p>Immutable; the {@code with} methods return changed copies.
 */
public final class RetryPolicy {

  private static final RetryPolicy STANDARD =
      new RetryPolicy(4, Duration.ofMillis(50), Duration.ofSeconds(2), 2, 0.2, 100, 0.1);

  private final int maxAttempts;
  private final Duration initialBackoff;
  private final Duration maxBackoff;
  private final double multiplier;
  private final double jitter;
  private final double throttleTokens;
  private final double tokensPerSuccess;

  private RetryPolicy(
      int maxAttempts,
      Duration initialBackoff,
      Duration maxBackoff,
      double multiplier,
      double jitter,
      double throttleTokens,
      double tokensPerSuccess) {
    check(maxAttempts >= 1, "maxAttempts is not in [1, 2^31): ", maxAttempts);
    check(!initialBackoff.isNegative(), "initialBackoff is negative: ", initialBackoff);
    check(
        maxBackoff.compareTo(initialBackoff) >= 0,
        "maxBackoff is below initialBackoff: ",
        maxBackoff);
    check(multiplier >= 1 && multiplier <= 100, "multiplier is not in [1, 100]: ", multiplier);
    check(jitter >= 0 && jitter <= 1, "jitter is not in [0, 1]: ", jitter);
    check(
        throttleTokens > 0 && throttleTokens <= 1e6,
        "throttleTokens is not in (0, 1e6]: ",
        throttleTokens);
    check(
        tokensPerSuccess > 0 && tokensPerSuccess <= throttleTokens,
        "tokensPerSuccess is not in (0, throttleTokens]: ",
        tokensPerSuccess);
    this.maxAttempts = maxAttempts;
    this.initialBackoff = initialBackoff;
    this.maxBackoff = maxBackoff;
    this.multiplier = multiplier;
    this.jitter = jitter;
    this.throttleTokens = throttleTokens;
    this.tokensPerSuccess = tokensPerSuccess;
  }

  private static void check(boolean condition, String message, Object value) {
    if (!condition) {
      throw new IllegalArgumentException(message + value);
    }
  }

  /**
   * Four attempts; backoff from 50 ms, doubling, up to 2 s, varied by a fifth; 100 tokens, a tenth
   * of one back with each success.
   */
  public static RetryPolicy standard() {
    return STANDARD;
  }

  /** One attempt only. */
  public static RetryPolicy never() {
    return STANDARD.withMaxAttempts(1);
  }

  /** With this many attempts at most, the first one included: [1, 2^31). */
  public RetryPolicy withMaxAttempts(int attempts) {
    return new RetryPolicy(
        attempts, initialBackoff, maxBackoff, multiplier, jitter, throttleTokens, tokensPerSuccess);
  }

  /**
   * With this backoff.
   *
   * @param initial before the second attempt, at least zero
   * @param max at most, before jitter; not below {@code initial}
   * @param factor growth from one attempt to the next, [1, 100]
   */
  public RetryPolicy withBackoff(Duration initial, Duration max, double factor) {
    requireNonNull(initial, "initial is null");
    requireNonNull(max, "max is null");
    return new RetryPolicy(
        maxAttempts, initial, max, factor, jitter, throttleTokens, tokensPerSuccess);
  }

  /** With backoffs varied by up to this part of themselves up or down: [0, 1]. */
  public RetryPolicy withJitter(double part) {
    return new RetryPolicy(
        maxAttempts,
        initialBackoff,
        maxBackoff,
        multiplier,
        part,
        throttleTokens,
        tokensPerSuccess);
  }

  /**
   * With this throttling.
   *
   * @param tokens held at most and at first, (0, 1e6]
   * @param perSuccess regained with each success, (0, tokens]
   */
  public RetryPolicy withThrottling(double tokens, double perSuccess) {
    return new RetryPolicy(
        maxAttempts, initialBackoff, maxBackoff, multiplier, jitter, tokens, perSuccess);
  }

  int maxAttempts() {
    return maxAttempts;
  }

  double throttleTokens() {
    return throttleTokens;
  }

  double tokensPerSuccess() {
    return tokensPerSuccess;
  }

  /**
   * Wait before the next attempt, nanoseconds.
   *
   * @param failedAttempts so far, at least one
   * @param random in [0, 1)
   */
  long backoffNanos(int failedAttempts, double random) {
    double growing = initialBackoff.toNanos() * Math.pow(multiplier, failedAttempts - 1);
    double bounded = Math.min(growing, (double) maxBackoff.toNanos());
    return (long) (bounded * (1 + jitter * (2 * random - 1)));
  }
}
