package dev.scorekeeper.client;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** The connections of a client, used in turn. Owns and closes them. Thread-safe. */
final class Connections {

  private static final long NUDGE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final List<ManagedChannel> channels;
  private final LongSupplier nanoTime;
  private final AtomicInteger turn = new AtomicInteger();
  private final AtomicLong lastNudgeNanos;

  Connections(List<ManagedChannel> channels, LongSupplier nanoTime) {
    this.channels = List.copyOf(channels);
    this.nanoTime = nanoTime;
    this.lastNudgeNanos = new AtomicLong(nanoTime.getAsLong());
  }

  /** The next connection, passing over those that just failed as long as another has not. */
  ManagedChannel next() {
    int start = turn.getAndIncrement();
    for (int i = 0; i < channels.size(); i++) {
      ManagedChannel channel = channels.get(Math.floorMod(start + i, channels.size()));
      if (channel.getState(false) != ConnectivityState.TRANSIENT_FAILURE) {
        return channel;
      }
      nudge();
    }
    return channels.get(Math.floorMod(start, channels.size()));
  }

  /**
   * Has all connections tried again now, as long as the last time is a while ago: gRPC's own pauses
   * grow to two minutes, and a server that is back must not wait for that while there are requests.
   */
  private void nudge() {
    long now = nanoTime.getAsLong();
    long last = lastNudgeNanos.get();
    if (now - last >= NUDGE_PAUSE_NANOS && lastNudgeNanos.compareAndSet(last, now)) {
      channels.forEach(ManagedChannel::resetConnectBackoff);
    }
  }

  List<ManagedChannel> all() {
    return channels;
  }

  /** Lets running calls finish up to a limit, or an interrupt, which stays set; then ends them. */
  void close(Duration patience) {
    channels.forEach(ManagedChannel::shutdown);
    long end = System.nanoTime() + patience.toNanos();
    try {
      for (ManagedChannel channel : channels) {
        long remaining = end - System.nanoTime();
        if (!channel.awaitTermination(remaining, TimeUnit.NANOSECONDS)) {
          channel.shutdownNow();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      channels.forEach(ManagedChannel::shutdownNow);
    }
  }
}
