package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.server.transport.TestServer;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A {@code PredictStream} of bytes, read only as far as the test asks for. */
final class RawStream {

  private static final MethodDescriptor.Marshaller<byte[]> RAW =
      new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
          return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
          try {
            return stream.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      };

  private final ClientCall<byte[], byte[]> call;
  private final CompletableFuture<Status> status = new CompletableFuture<>();
  private final List<byte[]> answers = new CopyOnWriteArrayList<>();

  /** A stream that reads whatever comes. */
  RawStream(TestServer server) {
    this(server, Integer.MAX_VALUE);
  }

  /** A stream that reads this many answers, and more once it is asked to. */
  RawStream(TestServer server, int reads) {
    call =
        server.channel.newCall(
            ScoringServiceGrpc.getPredictStreamMethod().toBuilder(RAW, RAW).build(),
            CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(byte[] message) {
            answers.add(message);
          }

          @Override
          public void onClose(Status ended, Metadata trailers) {
            status.complete(ended);
          }
        },
        new Metadata());
    if (reads > 0) {
      call.request(reads);
    }
  }

  void send(byte[] message) {
    call.sendMessage(message);
  }

  void read(int count) {
    call.request(count);
  }

  void halfClose() {
    call.halfClose();
  }

  void cancel() {
    call.cancel("test", null);
  }

  List<byte[]> answers() {
    return answers;
  }

  Status status() throws Exception {
    return status.get(20, TimeUnit.SECONDS);
  }
}
