package dev.scorekeeper.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/** The token bucket of {@link RetryPolicy}; one for each client. Safe for many threads. */
final class RetryThrottle {

  private final double maxTokens;
  private final double tokensPerSuccess;
  private volatile boolean full = true;

  @GuardedBy("this")
  private double tokens;

  RetryThrottle(RetryPolicy policy) {
    maxTokens = policy.throttleTokens();
    tokensPerSuccess = policy.tokensPerSuccess();
    tokens = maxTokens;
  }

  /** Counts a success. */
  void onSuccess() {
    // While all is well there is nothing to count and no lock to take.
    if (!full) {
      refill();
    }
  }

  private synchronized void refill() {
    tokens = Math.min(maxTokens, tokens + tokensPerSuccess);
    full = tokens == maxTokens;
  }

  /** Counts a failed attempt; true when another one is allowed. */
  synchronized boolean onFailure() {
    tokens = Math.max(0, tokens - 1);
    full = false;
    return allows();
  }

  /** True when a failed attempt may be followed by another. */
  synchronized boolean allows() {
    return tokens > maxTokens / 2;
  }
}
