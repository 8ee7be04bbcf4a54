package dev.scorekeeper.server.transport;

import static com.google.common.truth.Truth.assertThat;

import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.Test;

/** How large the buffers are that a connection's bytes are received into. */
final class ReceiveBuffersTest {

  private final RecvByteBufAllocator.ExtendedHandle handle =
      (RecvByteBufAllocator.ExtendedHandle) GrpcServer.receiveBuffers().newHandle();

  private void receive(int bytes, int times) {
    EmbeddedChannel channel = new EmbeddedChannel();
    for (int i = 0; i < times; i++) {
      handle.reset(new DefaultChannelConfig(channel));
      handle.attemptedBytesRead(handle.guess());
      handle.lastBytesRead(Math.min(bytes, handle.guess()));
      handle.readComplete();
    }
    assertThat(channel.close().isSuccess()).isTrue();
  }

  @Test
  void guess_littleComesAtOnce_staysAboveSmallBuffers() {
    receive(40, 1_000);

    assertThat(handle.guess()).isGreaterThan(SmallBuffers.CAPACITY);
  }

  @Test
  void continueReading_moreIsWaiting_endsAfterTwoBuffers() {
    EmbeddedChannel channel = new EmbeddedChannel();
    handle.reset(new DefaultChannelConfig(channel));
    int reads = 0;
    do {
      handle.incMessagesRead(1);
      handle.attemptedBytesRead(handle.guess());
      handle.lastBytesRead(handle.guess());
      reads++;
    } while (handle.continueReading());

    assertThat(reads).isEqualTo(2);
    assertThat(channel.close().isSuccess()).isTrue();
  }

  @Test
  void guess_muchComesAtOnce_grows() {
    receive(40, 1_000);
    int little = handle.guess();

    receive(1 << 20, 100);

    assertThat(handle.guess()).isGreaterThan(16 * little);
  }
}
