package dev.scorekeeper.benchmarks.wire;

import static com.google.common.truth.Truth.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RequestHeadersTest {

  private static final String PATH = "/a.Service/Method";
  private static final String AUTHORITY = "127.0.0.1:8500";

  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(true);

  @Test
  void later_withoutDeadline_saysTheSameAsTheFirst() throws Exception {
    Http2Headers first = decode(RequestHeaders.first(PATH, AUTHORITY, Optional.empty()));
    Http2Headers later = decode(RequestHeaders.later(PATH, AUTHORITY, Optional.empty()));

    assertThat(first.path().toString()).isEqualTo(PATH);
    assertThat(first.authority().toString()).isEqualTo(AUTHORITY);
    assertThat(later).isEqualTo(first);
  }

  @Test
  void withTimeLeft_changesTheDeadlineOnly() throws Exception {
    Optional<Duration> deadline = Optional.of(Duration.ofMillis(100));
    Http2Headers first = decode(RequestHeaders.first(PATH, AUTHORITY, deadline));
    byte[] block = RequestHeaders.later(PATH, AUTHORITY, deadline);

    assertThat(first.get("grpc-timeout").toString()).isEqualTo("100m");
    assertThat(decode(block)).isEqualTo(first);
    Http2Headers nearer = decode(RequestHeaders.withTimeLeft(block, 98_765));
    assertThat(nearer.get("grpc-timeout").toString()).isEqualTo("98765u");
    assertThat(nearer.path().toString()).isEqualTo(PATH);
    assertThat(nearer.get("te").toString()).isEqualTo("trailers");
    assertThat(decode(block)).isEqualTo(first);
  }

  private Http2Headers decode(byte[] block) throws Http2Exception {
    return decoder.decodeHeaders(1, Unpooled.wrappedBuffer(block));
  }
}
