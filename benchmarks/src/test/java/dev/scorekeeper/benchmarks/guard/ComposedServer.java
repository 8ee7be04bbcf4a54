package dev.scorekeeper.benchmarks.guard;

import dev.scorekeeper.benchmarks.pipeline.LocalPipeline;
import dev.scorekeeper.server.config.Settings;
import dev.scorekeeper.server.pipeline.Scorer;
import dev.scorekeeper.server.transport.GrpcServer;
import dev.scorekeeper.server.transport.TransportConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** The server put together from its parts, with room for something between gRPC and pipeline. */
final class ComposedServer implements AutoCloseable {

  private final LocalPipeline pipeline;
  private final GrpcServer grpc;

  private ComposedServer(LocalPipeline pipeline, GrpcServer grpc) {
    this.pipeline = pipeline;
    this.grpc = grpc;
  }

  /** Starts one with one model and one event loop. */
  static ComposedServer start(String model, Path folder, UnaryOperator<Scorer> plant)
      throws Exception {
    LocalPipeline pipeline = LocalPipeline.start(model, folder);
    TransportConfig transport =
        Settings.ofPairs(List.of("port=0", "event_loop_threads=1"), "test")
            .over(TransportConfig.class, TransportConfig.defaults());
    GrpcServer grpc =
        GrpcServer.builder(transport)
            .scorer(plant.apply(pipeline.scorer()))
            .catalog(pipeline.catalog())
            .counts(pipeline::counts)
            .build();
    grpc.start();
    return new ComposedServer(pipeline, grpc);
  }

  RequestCost.Target target() {
    return new RequestCost.Target("the server", grpc.port(), LocalServer.THREADS);
  }

  @Override
  public void close() {
    try {
      boolean unused = grpc.drain(Duration.ofSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pipeline.close();
  }
}
