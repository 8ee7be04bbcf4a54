package dev.scorekeeper.benchmarks;

import com.google.protobuf.ByteString;
import dev.scorekeeper.v1.DataType;
import dev.scorekeeper.v1.ModelSpec;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.PredictResponse;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import dev.scorekeeper.v1.Tensor;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Question: does the server's memory stay flat over millions of requests?
 *
 * <p>Sends unary Predict calls of one row each over several connections, a fixed number in flight
 * on each, and prints the server's resident memory after every tenth of the run. Fails when any
 * call failed or when the last reading exceeds the one after the second tenth by more than {@value
 * #ALLOWED_GROWTH_MIB} MiB.
 *
 * <p>Command, with a server for {@code benchmarks/models} on port 8500 and its process id in PID:
 *
 * <pre>
 *   java -cp 'benchmarks/target/classes:benchmarks/target/lib/*' dev.scorekeeper.benchmarks.Soak \
 *       --pid $PID --port 8500 --requests 10000000
 * </pre>
 */
public final class Soak {

  private static final long ALLOWED_GROWTH_MIB = 64;
  private static final int CONNECTIONS = 4;
  private static final int IN_FLIGHT = 64;
  private static final int FEATURES = 10;

  private final AtomicLong toSend;
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final CountDownLatch idle = new CountDownLatch(CONNECTIONS * IN_FLIGHT);

  private Soak(long requests) {
    toSend = new AtomicLong(requests);
  }

  public static void main(String[] args) throws Exception {
    String pid = option(args, "--pid", "");
    int port = Integer.parseInt(option(args, "--port", "8500"));
    long requests = Long.parseLong(option(args, "--requests", "10000000"));
    if (pid.isEmpty()) {
      System.err.println("usage: Soak --pid SERVER_PID [--port 8500] [--requests 10000000]");
      System.exit(2);
    }
    System.exit(new Soak(requests).run(pid, port, requests) ? 0 : 1);
  }

  private boolean run(String pid, int port, long requests)
      throws IOException, InterruptedException {
    List<ManagedChannel> channels = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < CONNECTIONS; i++) {
      ManagedChannel channel =
          NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().directExecutor().build();
      channels.add(channel);
      ScoringServiceGrpc.ScoringServiceStub stub = ScoringServiceGrpc.newStub(channel);
      for (int j = 0; j < IN_FLIGHT; j++) {
        new Caller(stub, request(31L * i + j)).next();
      }
    }
    List<Long> readings = watch(pid, requests, start);
    idle.await();
    for (ManagedChannel channel : channels) {
      channel.shutdownNow();
    }
    long growth = readings.get(readings.size() - 1) - readings.get(1);
    System.out.printf(
        Locale.ROOT,
        "%d answered, %d failed, resident memory grew by %d MiB after the second tenth%n",
        answered.get(),
        failed.get(),
        growth);
    return failed.get() == 0 && growth <= ALLOWED_GROWTH_MIB;
  }

  private List<Long> watch(String pid, long requests, long start)
      throws IOException, InterruptedException {
    List<Long> readings = new ArrayList<>();
    for (int tenth = 1; tenth <= 10; tenth++) {
      while (answered.get() + failed.get() < requests * tenth / 10) {
        Thread.sleep(20);
      }
      readings.add(residentMebibytes(pid));
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "%,12d requests %8.1f s %9.0f requests/s, server resident %d MiB%n",
          requests * tenth / 10,
          seconds,
          (answered.get() + failed.get()) / seconds,
          readings.get(readings.size() - 1));
    }
    return readings;
  }

  private static long residentMebibytes(String pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", pid, "status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
      }
    }
    throw new IOException("no VmRSS for process " + pid);
  }

  private static PredictRequest request(long seed) {
    ByteBuffer row = ByteBuffer.allocate(FEATURES * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    Random random = new Random(seed);
    for (int i = 0; i < FEATURES; i++) {
      row.putFloat((float) random.nextGaussian());
    }
    return PredictRequest.newBuilder()
        .setModel(ModelSpec.newBuilder().setName("perf_mlp"))
        .addInputs(
            Tensor.newBuilder()
                .setName("x")
                .setDtype(DataType.DATA_TYPE_FLOAT32)
                .addShape(1)
                .addShape(FEATURES)
                .setData(ByteString.copyFrom(row.flip())))
        .build();
  }

  private static String option(String[] args, String name, String otherwise) {
    for (int i = 0; i + 1 < args.length; i++) {
      if (args[i].equals(name)) {
        return args[i + 1];
      }
    }
    return otherwise;
  }

  /** Keeps one call in flight: sends the next when the last is answered. */
  private final class Caller implements StreamObserver<PredictResponse> {
    private final ScoringServiceGrpc.ScoringServiceStub stub;
    private final PredictRequest request;

    Caller(ScoringServiceGrpc.ScoringServiceStub stub, PredictRequest request) {
      this.stub = stub;
      this.request = request;
    }

    void next() {
      if (toSend.getAndDecrement() > 0) {
        stub.predict(request, this);
      } else {
        idle.countDown();
      }
    }

    @Override
    public void onNext(PredictResponse response) {}

    @Override
    public void onError(Throwable error) {
      if (failed.getAndIncrement() < 5) {
        System.err.println("failed: " + error);
      }
      next();
    }

    @Override
    public void onCompleted() {
      answered.incrementAndGet();
      next();
    }
  }
}
