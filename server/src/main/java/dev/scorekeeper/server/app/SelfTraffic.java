package dev.scorekeeper.server.app;

import com.google.protobuf.CodedOutputStream;
import dev.scorekeeper.server.transport.TransportConfig;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.PredictStreamRequest;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests that the server sends to itself over a real connection, so that decoding, batching, runs
 * and encoding are compiled before anybody else calls.
 *
 * <p>A request that fails at first is not sent again. Confined to the thread that calls.
 */
final class SelfTraffic {

  private static final Logger logger = LoggerFactory.getLogger(SelfTraffic.class);

  private static final int TRIALS = 3;
  private static final int MOST_TRIALS = 20;

  /** Time for the trials of one request, beyond the first ones. */
  private static final long TRIALS_NANOS = 20_000_000;

  private static final int CYCLE_LENGTH = 512;
  private static final int CONNECTIONS = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String PREDICT = path(ScoringServiceGrpc.getPredictMethod());
  private static final String PREDICT_STREAM = path(ScoringServiceGrpc.getPredictStreamMethod());

  private final List<WarmUpConnection> connections;
  private final List<byte[]> requests;
  private int next;

  private SelfTraffic(List<WarmUpConnection> connections, List<byte[]> requests) {
    this.connections = connections;
    this.requests = requests;
  }

  private static String path(MethodDescriptor<?, ?> method) {
    return "/" + method.getFullMethodName();
  }

  /**
   * Those of the requests that are answered when sent alone, in random order. The way to the model
   * and back is what is to be compiled, and it is the same for all: cheap ones come often, each in
   * inverse proportion to the square of its time, and the dearest not again.
   */
  static List<byte[]> cycle(TransportConfig transport, int port, List<PredictRequest> all) {
    List<byte[]> answered = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    double sum = 0;
    for (PredictRequest request : all) {
      byte[] bytes = request.toByteArray();
      long nanos = leastTime(transport, port, bytes);
      if (nanos == 0) {
        logger.debug(
            "Not warming up with {} {}", request.getModel().getName(), request.getSignature());
      } else {
        double share = 1.0 / nanos / nanos;
        answered.add(bytes);
        shares.add(share);
        sum += share;
      }
    }
    List<byte[]> cycle = new ArrayList<>();
    for (int i = 0; i < answered.size(); i++) {
      long times = Math.round(CYCLE_LENGTH * shares.get(i) / sum);
      cycle.addAll(Collections.nCopies((int) times, answered.get(i)));
    }
    Collections.shuffle(cycle, new Random(0));
    return cycle;
  }

  /** Least time of a few calls in nanoseconds; 0 when one fails. */
  private static long leastTime(TransportConfig transport, int port, byte[] request) {
    long least = Long.MAX_VALUE;
    long spent = 0;
    try (WarmUpConnection connection = WarmUpConnection.open(transport, port, PATIENCE)) {
      for (int i = 0; i < TRIALS || (i < MOST_TRIALS && spent < TRIALS_NANOS); i++) {
        long start = System.nanoTime();
        if (!connection.isAnswered(PREDICT, request)) {
          return 0;
        }
        long nanos = System.nanoTime() - start;
        least = Math.min(least, nanos);
        spent += nanos;
      }
    } catch (IOException e) {
      logger.debug("No answer to a first request: {}", e.toString());
      return 0;
    }
    return least;
  }

  /**
   * Sends over connections of its own, so that opening and closing them is warm as well, until so
   * many requests have been answered, until {@code endNanos} at the longest.
   *
   * @param requests sent in turn, at least one
   * @param calls in flight on each connection, and requests on a stream there; 1 for one call at a
   *     time on all connections together
   * @param endNanos on the scale of {@link System#nanoTime}
   * @return number of requests sent
   */
  static long round(
      TransportConfig transport,
      int port,
      List<byte[]> requests,
      int calls,
      long wanted,
      long endNanos) {
    List<WarmUpConnection> connections = new ArrayList<>();
    long sent = 0;
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        connections.add(WarmUpConnection.open(transport, port, PATIENCE));
      }
      SelfTraffic traffic = new SelfTraffic(connections, requests);
      while (sent < wanted && System.nanoTime() < endNanos) {
        sent += calls == 1 ? traffic.alone() : traffic.crowd(calls);
      }
    } catch (IOException e) {
      logger.info("The warm-up ends early: {}", e.toString());
    } finally {
      connections.forEach(SelfTraffic::close);
    }
    return sent;
  }

  /** Some calls on each connection at once; returns when all have ended. */
  private int crowd(int calls) throws IOException {
    for (WarmUpConnection connection : connections) {
      List<byte[]> messages = new ArrayList<>();
      for (int i = 0; i < calls; i++) {
        connection.call(PREDICT, List.of(nextRequest()));
        messages.add(inEnvelope(i, nextRequest()));
      }
      connection.call(PREDICT_STREAM, messages);
      connection.flush();
    }
    for (WarmUpConnection connection : connections) {
      connection.awaitEnded();
    }
    return 2 * calls * connections.size();
  }

  /**
   * One call on each connection after the other, and one on a stream. What a server does once for
   * all that it finds to do at a time, batches above all, it then does for each.
   */
  private int alone() throws IOException {
    for (WarmUpConnection connection : connections) {
      connection.call(PREDICT, List.of(nextRequest()));
      connection.awaitEnded();
    }
    WarmUpConnection connection = connections.get(0);
    connection.call(PREDICT_STREAM, List.of(inEnvelope(1, nextRequest())));
    connection.awaitEnded();
    return connections.size() + 1;
  }

  private byte[] nextRequest() {
    byte[] request = requests.get(next);
    next = (next + 1) % requests.size();
    return request;
  }

  /** A request as a PredictStreamRequest, without parsing it. */
  private static byte[] inEnvelope(long id, byte[] request) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(request.length + 16);
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeInt64(PredictStreamRequest.ID_FIELD_NUMBER, id);
    out.writeByteArray(PredictStreamRequest.REQUEST_FIELD_NUMBER, request);
    out.flush();
    return bytes.toByteArray();
  }

  private static void close(WarmUpConnection connection) {
    try {
      connection.close();
    } catch (IOException e) {
      logger.debug("A warm-up connection did not close: {}", e.toString());
    }
  }
}
