package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Blocks of headers as Netty's decoder reads them. */
final class WarmUpHeadersTest {

  static final int NAMES = 6;

  private final WarmUpHeaders headers = new WarmUpHeaders();
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder();
  private int stream = 1;

  private Http2Headers decode(byte[] block) throws Http2Exception {
    return decoder.decodeHeaders(stream += 2, Unpooled.wrappedBuffer(block));
  }

  private static String valueOf(Http2Headers read, String name) {
    return String.valueOf(read.get(name));
  }

  @Test
  void take_fieldThatWasSentBefore_isOneByte() throws Exception {
    headers.add("te", "trailers").add("content-type", "application/grpc");
    byte[] first = headers.take();
    headers.add("content-type", "application/grpc").add("te", "trailers");
    byte[] second = headers.take();

    assertThat(decode(first)).hasSize(2);
    assertThat(second).hasLength(2);
    Http2Headers read = decode(second);
    assertThat(valueOf(read, "te")).isEqualTo("trailers");
    assertThat(valueOf(read, "content-type")).isEqualTo("application/grpc");
  }

  @Test
  void addOnce_sameFieldAgain_leavesTheTableAlone() throws Exception {
    assertThat(decode(headers.addOnce("grpc-timeout", "3u").take())).hasSize(1);
    assertThat(decode(headers.add("te", "trailers").take())).hasSize(1);
    byte[] block = headers.addOnce("grpc-timeout", "3u").add("te", "trailers").take();

    Http2Headers read = decode(block);
    assertThat(valueOf(read, "grpc-timeout")).isEqualTo("3u");
    assertThat(valueOf(read, "te")).isEqualTo("trailers");
    assertThat(read).hasSize(2);
  }

  /** Lengths on both sides of what fits into the first byte, and any order of fields. */
  @Property(tries = 200)
  void take_anyBlocks_areReadAsTheyWereMeant(
      @ForAll @Size(min = 1, max = 12)
          List<@Size(max = NAMES) List<@IntRange(max = 11) Integer>> blocks)
      throws Exception {
    for (List<Integer> fields : blocks) {
      Map<String, String> meant = new TreeMap<>();
      for (int field : fields) {
        String name = "name-" + field % NAMES;
        String value = "v".repeat(120 + field);
        if (meant.putIfAbsent(name, value) == null) {
          var unused = field % 3 == 0 ? headers.addOnce(name, value) : headers.add(name, value);
        }
      }
      Http2Headers read = decode(headers.take());
      assertThat(read).hasSize(meant.size());
      meant.forEach((name, value) -> assertThat(valueOf(read, name)).isEqualTo(value));
    }
  }
}
