package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.server.pipeline.ModelCatalog;
import dev.scorekeeper.server.pipeline.Scorer;
import dev.scorekeeper.server.records.RecordStore;
import dev.scorekeeper.server.stats.ServerCounts;
import dev.scorekeeper.server.transport.CallTracker;
import dev.scorekeeper.server.transport.CurrentLoop;
import dev.scorekeeper.server.transport.EvaluationParts;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.PredictResponse;
import dev.scorekeeper.v1.PredictStreamRequest;
import dev.scorekeeper.v1.PredictStreamResponse;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The services of {@code scorekeeper.v1}. */
public final class NativeApi {

  /** Name of the scoring service, under which its health is reported too. */
  public static final String SCORING_SERVICE = ScoringServiceGrpc.SERVICE_NAME;

  private NativeApi() {}

  /**
   * The services, to be added to a server that calls handlers on its event loops.
   *
   * @param evaluating absent where evaluations are UNIMPLEMENTED
   * @param streamWindow most requests of one stream that are taken and not answered, {@code >= 1}
   * @param maxMessageBytes largest request message that is answered
   */
  public static List<ServerServiceDefinition> services(
      Scorer scorer,
      ModelCatalog catalog,
      Supplier<ServerCounts> counts,
      Optional<EvaluationParts> evaluating,
      CurrentLoop currentLoop,
      CallTracker calls,
      int streamWindow,
      int maxMessageBytes) {
    return List.of(
        scoring(
            new PredictHandler(scorer, currentLoop, calls, maxMessageBytes),
            new PredictStreamHandler(scorer, currentLoop, calls, streamWindow, maxMessageBytes),
            evaluating
                .map(
                    parts ->
                        EvaluationMethods.of(
                            new EvaluationDesk(
                                parts.evaluations(), parts.records(), Clock.systemUTC()),
                            currentLoop,
                            calls,
                            maxMessageBytes))
                .orElseGet(EvaluationMethods::unimplemented)),
        new ModelServiceImpl(catalog, counts, calls).bindService());
  }

  /**
   * The service of evaluation records.
   *
   * @param threads may wait for them
   */
  public static ServerServiceDefinition records(
      RecordStore store, Executor threads, CallTracker calls) {
    return new EvaluationServiceImpl(store, threads, calls, Clock.systemUTC()).bindService();
  }

  private static ServerServiceDefinition scoring(
      PredictHandler predictHandler,
      PredictStreamHandler streamHandler,
      List<ServerMethodDefinition<?, ?>> others) {
    MethodDescriptor<PredictRequest, PredictResponse> predict =
        ScoringServiceGrpc.getPredictMethod();
    MethodDescriptor<PredictStreamRequest, PredictStreamResponse> predictStream =
        ScoringServiceGrpc.getPredictStreamMethod();
    MethodDescriptor<InputStream, OutgoingMessage> rawPredict =
        predict.toBuilder(Marshallers.REQUEST, Marshallers.RESPONSE).build();
    MethodDescriptor<InputStream, OutgoingMessage> rawStream =
        predictStream.toBuilder(Marshallers.REQUEST, Marshallers.RESPONSE).build();
    // With the schema of the generated one, so that reflection knows the service.
    ServiceDescriptor.Builder descriptor =
        ServiceDescriptor.newBuilder(SCORING_SERVICE)
            .setSchemaDescriptor(ScoringServiceGrpc.getServiceDescriptor().getSchemaDescriptor())
            .addMethod(rawPredict)
            .addMethod(rawStream);
    others.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
    ServerServiceDefinition.Builder service =
        ServerServiceDefinition.builder(descriptor.build())
            .addMethod(rawPredict, predictHandler)
            .addMethod(rawStream, streamHandler);
    others.forEach(service::addMethod);
    return service.build();
  }
}
