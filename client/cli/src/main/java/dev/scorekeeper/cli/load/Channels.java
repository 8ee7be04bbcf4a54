package dev.scorekeeper.cli.load;

import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Connections to one server, each a TCP connection of its own. Owns and closes them. */
final class Channels implements AutoCloseable {
  private static final Metadata.Key<String> TIMEOUT =
      Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER);
  private static final int LARGEST_ANSWER = 256 << 20;
  private static final long LARGEST_TIMEOUT = 99_999_999;

  private final List<ManagedChannel> all = new ArrayList<>();

  Channels(String target, int connections) {
    for (int i = 0; i < connections; i++) {
      all.add(
          Grpc.newChannelBuilder(target, InsecureChannelCredentials.create())
              .directExecutor()
              .disableRetry()
              .maxInboundMessageSize(LARGEST_ANSWER)
              .build());
    }
  }

  /** The connection of a lane. */
  ManagedChannel of(int lane) {
    return all.get(lane % all.size());
  }

  int count() {
    return all.size();
  }

  /**
   * Headers that tell the server how long the caller waits. A timer of the client's own for each
   * call would cost more than sending it; a call without an end is found when the measurement ends.
   */
  static Metadata headers(long deadlineNanos) {
    Metadata headers = new Metadata();
    headers.put(TIMEOUT, Math.min(LARGEST_TIMEOUT, deadlineNanos / 1_000) + "u");
    return headers;
  }

  @Override
  public void close() {
    all.forEach(ManagedChannel::shutdownNow);
    try {
      for (ManagedChannel channel : all) {
        channel.awaitTermination(5, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
