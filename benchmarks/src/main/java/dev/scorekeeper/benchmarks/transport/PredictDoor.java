package dev.scorekeeper.benchmarks.transport;

import static java.util.Objects.requireNonNull;

import dev.scorekeeper.server.pipeline.ModelCatalog;
import dev.scorekeeper.server.pipeline.Scorer;
import dev.scorekeeper.server.stats.ServerStats;
import dev.scorekeeper.server.transport.CallTracker;
import dev.scorekeeper.server.transport.nativeapi.NativeApi;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * The handler of unary {@code Predict} without network: takes a message's bytes as gRPC would hand
 * them over, and drains the answer's as gRPC would. Not thread-safe.
 */
public final class PredictDoor {

  private static final int STREAM_WINDOW = 256;
  private static final int MOST_BYTES = 64 << 20;

  private final Door<?, ?> door;

  /**
   * A door.
   *
   * @param loop stands for the event loop
   */
  public PredictDoor(Scorer scorer, ModelCatalog catalog, Executor loop) {
    ServerStats stats = new ServerStats();
    ServerMethodDefinition<?, ?> method =
        NativeApi.services(
                scorer,
                catalog,
                stats::snapshot,
                Optional.empty(),
                () -> loop,
                new CallTracker(),
                STREAM_WINDOW,
                MOST_BYTES)
            .stream()
            .map(
                service ->
                    service.getMethod(ScoringServiceGrpc.getPredictMethod().getFullMethodName()))
            .filter(found -> found != null)
            .findFirst()
            .orElseThrow();
    door = new Door<>(method);
  }

  /** Makes a call with this message. The answer may come later, on the loop. */
  public void call(InputStream message) {
    door.call(message);
  }

  /** Bytes of all answers so far. */
  public long answeredBytes() {
    return door.sink.bytes;
  }

  /** Calls that were closed with OK so far. */
  public long answered() {
    return door.answered;
  }

  /** Calls that were closed with another status so far. */
  public long refused() {
    return door.refused;
  }

  /** Swallows what is written to it. */
  private static final class Sink extends OutputStream {
    private long bytes;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
      bytes += length;
    }
  }

  /** The method with its types, which nobody outside knows. */
  private static final class Door<Q, A> {

    private final Sink sink = new Sink();
    private final ServerMethodDefinition<Q, A> method;
    private long answered;
    private long refused;

    Door(ServerMethodDefinition<Q, A> method) {
      this.method = method;
    }

    void call(InputStream message) {
      ServerCall.Listener<Q> listener =
          requireNonNull(method.getServerCallHandler().startCall(new Call(), new Metadata()));
      listener.onMessage(method.getMethodDescriptor().parseRequest(message));
      listener.onHalfClose();
    }

    /** A call whose answer goes into the sink. */
    private final class Call extends ServerCall<Q, A> {

      @Override
      public void request(int messages) {}

      @Override
      public void sendHeaders(Metadata headers) {}

      @Override
      public void sendMessage(A message) {
        try (InputStream stream = method.getMethodDescriptor().streamResponse(message)) {
          if (stream instanceof io.grpc.Drainable drainable) {
            int unused = drainable.drainTo(sink);
          } else {
            stream.transferTo(sink);
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public void close(Status status, Metadata trailers) {
        if (status.isOk()) {
          answered++;
        } else {
          refused++;
        }
      }

      @Override
      public boolean isCancelled() {
        return false;
      }

      @Override
      public MethodDescriptor<Q, A> getMethodDescriptor() {
        return method.getMethodDescriptor();
      }

      @Override
      public Attributes getAttributes() {
        return Attributes.EMPTY;
      }
    }
  }
}
