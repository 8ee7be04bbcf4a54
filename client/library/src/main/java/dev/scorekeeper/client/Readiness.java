package dev.scorekeeper.client;

import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Asks servers' health service until they are ready. */
final class Readiness {

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Transport transport;

  Readiness(Transport transport) {
    this.transport = transport;
  }

  /** True once all connections' servers serve this, an empty name meaning the server itself. */
  boolean await(String service, Duration limit) {
    long end = transport.timer.nanoTime() + limit.toNanos();
    for (ManagedChannel channel : transport.connections.all()) {
      while (!isServing(channel, service, end)) {
        if (end - transport.timer.nanoTime() <= PAUSE_NANOS || transport.isClosed()) {
          return false;
        }
        pause();
      }
    }
    return true;
  }

  private boolean isServing(ManagedChannel channel, String service, long end) {
    long remaining = end - transport.timer.nanoTime();
    if (remaining <= 0) {
      return false;
    }
    // A server that has just come up is to be found at once, not after the connection's own
    // backoff.
    channel.resetConnectBackoff();
    try {
      return HealthGrpc.newBlockingStub(channel)
              .withDeadlineAfter(Math.min(remaining, CHECK_NANOS), TimeUnit.NANOSECONDS)
              .check(HealthCheckRequest.newBuilder().setService(service).build())
              .getStatus()
          == ServingStatus.SERVING;
    } catch (StatusRuntimeException e) {
      // Not reachable or not known yet: the same as not ready.
      return false;
    }
  }

  private void pause() {
    CountDownLatch over = new CountDownLatch(1);
    Runnable canceller = transport.timer.schedule(over::countDown, PAUSE_NANOS);
    try {
      over.await();
    } catch (InterruptedException e) {
      canceller.run();
      throw Waiting.interrupted(e);
    }
  }
}
