package dev.scorekeeper.server.testing;

import static com.google.common.truth.Truth.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A buffer that is forgotten is noticed. */
final class NoLeaksTest {

  private static void forgetBuffer() {
    ByteBuf forgotten = PooledByteBufAllocator.DEFAULT.directBuffer(64);
    forgotten.writeInt(1);
  }

  private static void releaseBuffer() {
    ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer(64);
    buffer.writeInt(1);
    buffer.release();
  }

  @Test
  void find_forgottenBuffer_isFound() {
    forgetBuffer();

    // The collector may take its time over what was young a moment ago.
    List<String> found = new ArrayList<>();
    for (int i = 0; i < 20 && found.isEmpty(); i++) {
      found.addAll(NoLeaks.find());
    }

    assertThat(found).hasSize(1);
    assertThat(found.get(0)).contains("forgetBuffer");
  }

  @Test
  void find_releasedBuffer_isNotFound() {
    releaseBuffer();

    assertThat(NoLeaks.find()).isEmpty();
  }
}
