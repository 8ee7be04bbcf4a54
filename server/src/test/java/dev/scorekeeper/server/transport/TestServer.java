package dev.scorekeeper.server.transport;

import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.scorekeeper.server.records.RecordStore;
import dev.scorekeeper.server.stats.ServerStats;
import dev.scorekeeper.v1.ModelServiceGrpc;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A real server on loopback with a fake scorer behind it, and a connection to it. */
public final class TestServer implements AutoCloseable {

  public final FakeScorer scorer = new FakeScorer();
  public final FakeCatalog catalog = new FakeCatalog();
  public final ServerStats stats = new ServerStats();
  public final GrpcServer server;
  public final ManagedChannel channel;

  private TestServer(TransportConfig config, Consumer<GrpcServer.Builder> more) {
    try {
      GrpcServer.Builder builder =
          GrpcServer.builder(config).scorer(scorer).catalog(catalog).counts(stats::snapshot);
      more.accept(builder);
      server = builder.build();
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    channel = connect();
  }

  public static TestServer start() {
    return start(config -> config);
  }

  /** A server on any free port with settings changed by {@code change}. */
  public static TestServer start(UnaryOperator<TransportConfig> change) {
    return new TestServer(
        change.apply(TransportConfig.defaults().listeningOn("127.0.0.1", 0)), builder -> {});
  }

  /** A server that keeps records. */
  public static TestServer start(RecordStore records, Executor threads) {
    return new TestServer(
        TransportConfig.defaults().listeningOn("127.0.0.1", 0),
        builder -> builder.records(records, threads));
  }

  /** A server whose loops rest so long under overload where the cores are taken. */
  static TestServer start(Duration overloadRest, BooleanSupplier coresTaken) {
    TransportConfig defaults = TransportConfig.defaults();
    TransportConfig config =
        new TransportConfig(
            "127.0.0.1",
            0,
            defaults.maxMessageSize(),
            defaults.maxConcurrentCallsPerConnection(),
            defaults.streamWindow(),
            defaults.permitKeepAliveTime(),
            defaults.maxConnectionAge(),
            defaults.eventLoopThreads(),
            overloadRest,
            defaults.certificateFile(),
            defaults.privateKeyFile());
    return new TestServer(config, builder -> builder.coresTaken(coresTaken));
  }

  /** A further connection, which the caller shuts down. */
  public ManagedChannel connect() {
    return NettyChannelBuilder.forAddress("127.0.0.1", server.port())
        .usePlaintext()
        .maxInboundMessageSize(Integer.MAX_VALUE)
        .build();
  }

  public ScoringServiceGrpc.ScoringServiceBlockingStub scoring() {
    return ScoringServiceGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS);
  }

  public ScoringServiceGrpc.ScoringServiceStub scoringAsync() {
    return ScoringServiceGrpc.newStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS);
  }

  public ModelServiceGrpc.ModelServiceBlockingStub models() {
    return ModelServiceGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS);
  }

  /** The reason in the details of a status. */
  public static String reason(StatusRuntimeException e) {
    return reason(StatusProto.fromThrowable(e));
  }

  /** The reason in the details of a status; empty when there is none. */
  public static String reason(com.google.rpc.@Nullable Status status) {
    ErrorInfo info = detail(status, ErrorInfo.class);
    return info == null ? "" : info.getReason();
  }

  /** The field in the details of a status; empty when there is none. */
  public static String field(StatusRuntimeException e) {
    BadRequest request = detail(StatusProto.fromThrowable(e), BadRequest.class);
    return request == null ? "" : request.getFieldViolations(0).getField();
  }

  /** The advice to try again; without a delay when there is none. */
  public static RetryInfo retry(StatusRuntimeException e) {
    RetryInfo retry = detail(StatusProto.fromThrowable(e), RetryInfo.class);
    return retry == null ? RetryInfo.getDefaultInstance() : retry;
  }

  private static <M extends com.google.protobuf.Message> @Nullable M detail(
      com.google.rpc.@Nullable Status status, Class<M> type) {
    if (status == null) {
      return null;
    }
    for (com.google.protobuf.Any detail : status.getDetailsList()) {
      if (detail.is(type)) {
        try {
          return detail.unpack(type);
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    return null;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    try {
      server.drain(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
