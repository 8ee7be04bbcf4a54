package dev.scorekeeper.server.transport.nativeapi;

import static java.util.Objects.requireNonNull;

import dev.scorekeeper.server.pipeline.Scorer;
import dev.scorekeeper.server.transport.CallTracker;
import dev.scorekeeper.server.transport.CurrentLoop;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import java.io.InputStream;

/** Answers {@code PredictStream}: many requests on one call, each answered as soon as it is. */
final class PredictStreamHandler implements ServerCallHandler<InputStream, OutgoingMessage> {

  private final Scorer scorer;
  private final CurrentLoop currentLoop;
  private final CallTracker calls;
  private final int window;
  private final int maxMessageBytes;

  /**
   * A handler.
   *
   * @param window most requests of one stream that are taken and whose answers are not
   */
  PredictStreamHandler(
      Scorer scorer, CurrentLoop currentLoop, CallTracker calls, int window, int maxMessageBytes) {
    this.scorer = requireNonNull(scorer, "scorer is null");
    this.currentLoop = requireNonNull(currentLoop, "currentLoop is null");
    this.calls = requireNonNull(calls, "calls is null");
    this.window = window;
    this.maxMessageBytes = maxMessageBytes;
  }

  @Override
  public ServerCall.Listener<InputStream> startCall(
      ServerCall<InputStream, OutgoingMessage> call, Metadata headers) {
    PredictStreamCall stream =
        new PredictStreamCall(
            scorer, call, currentLoop, Deadlines.ofCurrentCall(), calls, window, maxMessageBytes);
    stream.start();
    return stream;
  }
}
