package dev.scorekeeper.client;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The connections of a client, used in turn. Owns and closes them. Thread-safe. */
final class Connections {

  private final List<ManagedChannel> channels;
  private final AtomicInteger turn = new AtomicInteger();

  Connections(List<ManagedChannel> channels) {
    this.channels = List.copyOf(channels);
  }

  /** The next connection, passing over those that just failed as long as another has not. */
  ManagedChannel next() {
    int start = turn.getAndIncrement();
    for (int i = 0; i < channels.size(); i++) {
      ManagedChannel channel = channels.get(Math.floorMod(start + i, channels.size()));
      if (channels.size() == 1 || channel.getState(false) != ConnectivityState.TRANSIENT_FAILURE) {
        return channel;
      }
    }
    return channels.get(Math.floorMod(start, channels.size()));
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
