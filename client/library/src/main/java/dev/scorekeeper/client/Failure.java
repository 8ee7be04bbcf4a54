package dev.scorekeeper.client;

import java.util.concurrent.atomic.AtomicBoolean;

/** How an attempt failed, and whether the server forbids another one. */
final class Failure {

  final ScorekeeperException exception;

  /** True when the server sent a negative pushback: do not try again, whatever the code. */
  final boolean retryForbidden;

  private final AtomicBoolean counted = new AtomicBoolean();

  Failure(ScorekeeperException exception, boolean retryForbidden) {
    this.exception = exception;
    this.retryForbidden = retryForbidden;
  }

  /** True the first time: a broken stream fails many requests, but is one failed attempt. */
  boolean countOnce() {
    return counted.compareAndSet(false, true);
  }
}
