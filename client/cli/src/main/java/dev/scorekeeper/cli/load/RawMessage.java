package dev.scorekeeper.cli.load;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Message that is bytes already: nothing is serialized, or looked at, while measuring. */
final class RawMessage {
  private RawMessage() {}

  /** Sends bytes as they are. */
  static final class Requests implements Marshaller<Requests.Parts> {
    /** A message in two parts, sent one after the other. */
    static final class Parts {
      private final byte[] head;
      private final byte[] body;

      /** The arrays are not copied, and not changed. */
      Parts(byte[] head, byte[] body) {
        this.head = head;
        this.body = body;
      }

      int size() {
        return head.length + body.length;
      }
    }

    @Override
    public InputStream stream(Parts parts) {
      return new PartsStream(parts);
    }

    @Override
    public Parts parse(InputStream stream) {
      throw new UnsupportedOperationException("requests are only sent");
    }
  }

  /** Reads answers whole. */
  static final class Answers implements Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] answer) {
      throw new UnsupportedOperationException("answers are only read");
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Reads over answers and returns their size. */
  static final class Sizes implements Marshaller<Integer> {
    @Override
    public InputStream stream(Integer size) {
      throw new UnsupportedOperationException("answers are only read");
    }

    @Override
    public Integer parse(InputStream stream) {
      try {
        return Math.toIntExact(stream.skip(Integer.MAX_VALUE));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Both parts; gRPC drains it in one go. For one thread. */
  private static final class PartsStream extends InputStream implements Drainable, KnownLength {
    private final Requests.Parts parts;
    private int at;

    PartsStream(Requests.Parts parts) {
      this.parts = parts;
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
      int drained = available();
      if (at < parts.head.length) {
        target.write(parts.head, at, parts.head.length - at);
        at = parts.head.length;
      }
      int from = at - parts.head.length;
      target.write(parts.body, from, parts.body.length - from);
      at = parts.size();
      return drained;
    }

    @Override
    public int read() {
      if (available() == 0) {
        return -1;
      }
      int head = parts.head.length;
      int value = at < head ? parts.head[at] : parts.body[at - head];
      at++;
      return value & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (available() == 0 && length > 0) {
        return -1;
      }
      boolean inHead = at < parts.head.length;
      byte[] source = inHead ? parts.head : parts.body;
      int from = inHead ? at : at - parts.head.length;
      int count = Math.min(length, source.length - from);
      System.arraycopy(source, from, target, offset, count);
      at += count;
      return count;
    }

    @Override
    public int available() {
      return parts.size() - at;
    }
  }
}
