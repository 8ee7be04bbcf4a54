package dev.scorekeeper.benchmarks.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code grpc-status} from the header blocks of one connection.
 *
 * <p>A block made of nothing but indices neither changes the table nor depends on anything else, so
 * its meaning is remembered by its bytes until a block with literals comes by.
 */
final class ResponseStatus {

  /** The block had no status: it was the headers, not the trailers. */
  static final String NONE = "";

  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);
  private final Map<Long, String> known = new HashMap<>();

  /** Status in the block at the buffer's position, {@code length} bytes; the position stays. */
  String read(int stream, ByteBuffer buffer, int length) throws Http2Exception {
    long key = keyOf(buffer, length);
    if (key != 0) {
      String status = known.get(key);
      if (status != null) {
        return status;
      }
    } else {
      known.clear();
    }
    String status = decode(stream, buffer, length);
    if (key != 0) {
      known.put(key, status);
    }
    return status;
  }

  private String decode(int stream, ByteBuffer buffer, int length) throws Http2Exception {
    ByteBuf block =
        Unpooled.wrappedBuffer(buffer.duplicate().limit(buffer.position() + length).slice());
    Http2Headers headers = decoder.decodeHeaders(stream, block);
    @Nullable CharSequence status = headers.get("grpc-status");
    return status == null ? NONE : status.toString();
  }

  /** The bytes as a number when they are up to seven single-byte indices; else 0. */
  private static long keyOf(ByteBuffer buffer, int length) {
    if (length > 7) {
      return 0;
    }
    long key = length;
    for (int i = 0; i < length; i++) {
      int b = buffer.get(buffer.position() + i) & 0xff;
      if (b < 0x80 || b == 0xff) {
        return 0;
      }
      key = key << 8 | b;
    }
    return key;
  }
}
