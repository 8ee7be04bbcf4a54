package dev.scorekeeper.server.app;

import dev.scorekeeper.v1.ScoringServiceGrpc;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Predict with messages as bytes, to send what no generated class would. */
final class RawMethod {

  static final MethodDescriptor<byte[], byte[]> PREDICT =
      ScoringServiceGrpc.getPredictMethod().toBuilder(new Bytes(), new Bytes()).build();

  private RawMethod() {}

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] message) {
      return new ByteArrayInputStream(message);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try (stream) {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
