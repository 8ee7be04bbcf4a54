package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.transport.CallTracker;
import dev.scorekeeper.v1.CheckEvaluationRequest;
import dev.scorekeeper.v1.CheckEvaluationResponse;
import dev.scorekeeper.v1.MergeEvaluationsRequest;
import dev.scorekeeper.v1.MergeEvaluationsResponse;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.stub.ServerCalls;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The methods of the scoring service that evaluate. */
final class EvaluationMethods {

  private EvaluationMethods() {}

  /** The methods, answered by a desk. */
  static List<ServerMethodDefinition<?, ?>> of(
      EvaluationDesk desk, Supplier<Executor> currentLoop, CallTracker calls, int maxMessageBytes) {
    List<ServerMethodDefinition<?, ?>> methods = new ArrayList<>();
    for (EvaluateKind kind : EvaluateKind.values()) {
      methods.add(
          ServerMethodDefinition.create(
              descriptor(kind),
              new EvaluateHandler(kind, desk, currentLoop, calls, maxMessageBytes)));
    }
    methods.add(
        ServerMethodDefinition.create(
            ScoringServiceGrpc.getMergeEvaluationsMethod(),
            ServerCalls.asyncUnaryCall(
                new DeskHandler<>(desk, calls, request -> merge(desk, request)))));
    methods.add(
        ServerMethodDefinition.create(
            ScoringServiceGrpc.getCheckEvaluationMethod(),
            ServerCalls.asyncUnaryCall(
                new DeskHandler<>(desk, calls, request -> check(desk, request)))));
    return methods;
  }

  private static MergeEvaluationsResponse merge(
      EvaluationDesk desk, MergeEvaluationsRequest request) throws ProblemException {
    return MergeEvaluationsResponse.newBuilder()
        .setEvaluation(desk.merge(request.getStatesList()))
        .build();
  }

  private static CheckEvaluationResponse check(EvaluationDesk desk, CheckEvaluationRequest request)
      throws ProblemException {
    desk.check(request.getHeader());
    return CheckEvaluationResponse.getDefaultInstance();
  }

  private static MethodDescriptor<InputStream, OutgoingMessage> descriptor(EvaluateKind kind) {
    MethodDescriptor<?, ?> generated =
        switch (kind) {
          case PLAIN -> ScoringServiceGrpc.getEvaluateMethod();
          case PROGRESS -> ScoringServiceGrpc.getEvaluateWithProgressMethod();
          case SHARD -> ScoringServiceGrpc.getEvaluateShardMethod();
        };
    return generated.toBuilder(Marshallers.REQUEST, Marshallers.RESPONSE).build();
  }

  /** The methods of a server that has no records: all UNIMPLEMENTED. */
  static List<ServerMethodDefinition<?, ?>> unimplemented() {
    Set<MethodDescriptor<?, ?>> others =
        Set.of(ScoringServiceGrpc.getPredictMethod(), ScoringServiceGrpc.getPredictStreamMethod());
    List<ServerMethodDefinition<?, ?>> methods = new ArrayList<>();
    for (ServerMethodDefinition<?, ?> method :
        new ScoringServiceGrpc.ScoringServiceImplBase() {}.bindService().getMethods()) {
      if (!others.contains(method.getMethodDescriptor())) {
        methods.add(method);
      }
    }
    return methods;
  }
}
