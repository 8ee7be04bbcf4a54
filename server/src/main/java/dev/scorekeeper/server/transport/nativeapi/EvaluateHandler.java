package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.server.transport.CallTracker;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import java.io.InputStream;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Answers the methods that take an evaluation's stream. */
final class EvaluateHandler implements ServerCallHandler<InputStream, OutgoingMessage> {

  private final EvaluateKind kind;
  private final EvaluationDesk desk;
  private final Supplier<Executor> currentLoop;
  private final CallTracker calls;
  private final int maxMessageBytes;

  /**
   * A handler.
   *
   * @param currentLoop gives the event loop whose thread it is called on
   */
  EvaluateHandler(
      EvaluateKind kind,
      EvaluationDesk desk,
      Supplier<Executor> currentLoop,
      CallTracker calls,
      int maxMessageBytes) {
    this.kind = kind;
    this.desk = desk;
    this.currentLoop = currentLoop;
    this.calls = calls;
    this.maxMessageBytes = maxMessageBytes;
  }

  @Override
  public ServerCall.Listener<InputStream> startCall(
      ServerCall<InputStream, OutgoingMessage> call, Metadata headers) {
    EvaluateCall started =
        new EvaluateCall(kind, desk, call, currentLoop.get(), calls, maxMessageBytes);
    started.start();
    return started;
  }
}
