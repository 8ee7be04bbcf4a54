package dev.scorekeeper.client;

import io.grpc.CallOptions;
import io.grpc.Status;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What every call of a client shares. Thread-safe. */
final class Transport {

  final Connections connections;
  final Retrier retrier;
  final Timer timer;
  final Executor executor;
  final CallOptions callOptions = CallOptions.DEFAULT;
  private final int maxMessageBytes;
  private final Set<Part> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Transport(
      Connections connections,
      Retrier retrier,
      Timer timer,
      Executor executor,
      int maxMessageBytes) {
    this.connections = connections;
    this.retrier = retrier;
    this.timer = timer;
    this.executor = executor;
    this.maxMessageBytes = maxMessageBytes;
  }

  boolean isClosed() {
    return closed;
  }

  /** Throws when the client is closed. */
  void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the client is closed");
    }
  }

  /** What to fail a message of this size with; null when it may be sent. */
  @Nullable Failure checkSize(int byteCount) {
    return byteCount <= maxMessageBytes
        ? null
        : Failures.local(
            Status.Code.RESOURCE_EXHAUSTED,
            "the request has " + byteCount + " bytes, more than the limit of " + maxMessageBytes,
            null);
  }

  /** Takes note of a stream or watch that lives until the client is closed or it is. */
  void onOpened(Part part) {
    checkOpen();
    open.add(part);
  }

  void onClosed(Part part) {
    open.remove(part);
  }

  /** Ends streams and watches at once, waits for other calls up to a limit, then ends them too. */
  void close(Duration patience) {
    closed = true;
    for (Part part : open) {
      part.close();
    }
    connections.close(patience);
    timer.close();
  }

  /** Something that lives longer than a call. */
  interface Part extends AutoCloseable {
    @Override
    void close();
  }
}
