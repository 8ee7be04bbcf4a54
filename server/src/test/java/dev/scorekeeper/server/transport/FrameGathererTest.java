package dev.scorekeeper.server.transport;

import static com.google.common.truth.Truth.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whether a connection's bytes stay the same and in order, whatever is gathered. */
@SuppressWarnings("FutureReturnValueIgnored") // what was written is looked at
final class FrameGathererTest {

  private final EmbeddedChannel channel = new EmbeddedChannel(new FrameGatherer());

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  @Test
  void flush_smallBuffers_becomeOne() {
    ByteBuf first = bytes(10, 1);
    channel.write(first);
    channel.write(bytes(20, 2));
    assertThat(first.refCnt()).isEqualTo(0);
    assertThat(channel.outboundMessages()).isEmpty();

    channel.flush();

    assertThat(sizes()).containsExactly(30);
  }

  @Test
  void write_largeBuffer_comesBehindWhatWasGathered() {
    ByteBuf large = bytes(FrameGatherer.MOST_BYTES + 1, 2);
    channel.write(bytes(10, 1));
    channel.write(large);
    channel.write(bytes(5, 3));
    channel.flush();

    assertThat(channel.outboundMessages().toArray()[1]).isSameInstanceAs(large);
    assertThat(sizes()).containsExactly(10, FrameGatherer.MOST_BYTES + 1, 5).inOrder();
  }

  /** As HTTP/2 makes it of several messages of a stream. */
  private static ByteBuf pieces(int count, int size) {
    CompositeByteBuf frame = Unpooled.compositeBuffer(count);
    for (int i = 0; i < count; i++) {
      frame.addComponent(true, bytes(size, i));
    }
    return frame;
  }

  @Test
  void write_largeBufferOfSmallPieces_isGathered() {
    ByteBuf frame = pieces(100, 30);
    byte[] content = ByteBufUtil.getBytes(frame);
    channel.write(bytes(9, 1));
    channel.write(frame);
    channel.write(bytes(9, 2));
    assertThat(frame.refCnt()).isEqualTo(0);
    channel.flush();

    ByteBuf written = channel.readOutbound();
    assertThat(written.readableBytes()).isEqualTo(9 + 3_000 + 9);
    assertThat(ByteBufUtil.getBytes(written, 9, 3_000)).isEqualTo(content);
    written.release();
  }

  @Test
  void write_buffersOfLargePiecesOrOfMoreThanFits_arePassedOnAsTheyAre() {
    ByteBuf ofLarge = pieces(2, FrameGatherer.MOST_BYTES + 1);
    ByteBuf ofMany = pieces(1 + FrameGatherer.CAPACITY / 100, 100);
    channel.write(ofLarge);
    channel.write(ofMany);
    channel.flush();

    assertThat(channel.outboundMessages()).containsExactly(ofLarge, ofMany).inOrder();
  }

  @Test
  void write_otherThanBytes_isPassedOnInOrder() {
    channel.write(bytes(10, 1));
    DefaultFileRegion region = new DefaultFileRegion(new File("nothing"), 0, 0);
    channel.write(region);
    channel.flush();

    assertThat(channel.outboundMessages()).hasSize(2);
    assertThat(channel.outboundMessages().toArray()[1]).isSameInstanceAs(region);
  }

  @Test
  void write_moreThanFits_isPassedOnInPieces() {
    int buffers = 1 + FrameGatherer.CAPACITY / FrameGatherer.MOST_BYTES;
    for (int i = 0; i < buffers; i++) {
      channel.write(bytes(FrameGatherer.MOST_BYTES, i));
    }
    channel.flush();

    assertThat(sizes()).containsExactly(FrameGatherer.CAPACITY, FrameGatherer.MOST_BYTES).inOrder();
  }

  @Test
  void write_smallBuffer_countsAsWritten() {
    ChannelFuture written = channel.write(bytes(10, 1));

    assertThat(written.isSuccess()).isTrue();
  }

  @Test
  void flush_gatheredCannotBeWritten_closes() {
    EmbeddedChannel broken =
        new EmbeddedChannel(
            new ChannelOutboundHandlerAdapter() {
              @Override
              public void write(ChannelHandlerContext context, Object message, ChannelPromise to) {
                ReferenceCountUtil.release(message);
                to.setFailure(new IOException("the peer is gone"));
              }
            },
            new FrameGatherer());
    broken.write(bytes(10, 1));

    broken.flush();

    assertThat(broken.isOpen()).isFalse();
    broken.finishAndReleaseAll();
  }

  @Test
  void close_withGathered_sendsItFirst() {
    channel.write(bytes(10, 1));
    channel.close();

    assertThat(sizes()).containsExactly(10);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void remove_withGathered_releasesIt() {
    ChannelHandler gatherer = channel.pipeline().first();
    channel.write(bytes(10, 1));
    channel.pipeline().remove(gatherer);

    channel.flush();
    assertThat(sizes()).isEmpty();
  }

  @Test
  void write_anySizesAndFlushes_bytesStayTheSame() {
    Random random = new Random(7);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    for (int i = 0; i < 20_000; i++) {
      int size = random.nextInt(4) == 0 ? random.nextInt(3_000) : random.nextInt(60);
      ByteBuf buffer = bytes(size, i);
      expected.writeBytes(array(buffer));
      channel.write(buffer);
      if (random.nextInt(20) == 0) {
        channel.flush();
      }
    }
    channel.flush();

    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    for (ByteBuf buffer = channel.readOutbound(); buffer != null; buffer = channel.readOutbound()) {
      sent.writeBytes(array(buffer));
      buffer.release();
    }
    assertThat(sent.toByteArray()).isEqualTo(expected.toByteArray());
  }

  @Test
  void forAccepted_aConnection_getsItsOwn() {
    EmbeddedChannel server = new EmbeddedChannel(FrameGatherer.forAccepted());
    EmbeddedChannel one = new EmbeddedChannel();
    EmbeddedChannel two = new EmbeddedChannel();
    server.writeInbound(one, two);

    FrameGatherer first = one.pipeline().get(FrameGatherer.class);
    assertThat(first).isNotNull();
    assertThat(two.pipeline().get(FrameGatherer.class)).isNotSameInstanceAs(first);
    assertThat(server.inboundMessages()).containsExactly(one, two).inOrder();
  }

  private List<Integer> sizes() {
    List<Integer> sizes = new ArrayList<>();
    for (ByteBuf buffer = channel.readOutbound(); buffer != null; buffer = channel.readOutbound()) {
      sizes.add(buffer.readableBytes());
      buffer.release();
    }
    return sizes;
  }

  private static ByteBuf bytes(int count, int value) {
    ByteBuf buffer = Unpooled.buffer(count);
    for (int i = 0; i < count; i++) {
      buffer.writeByte(value + i);
    }
    return buffer;
  }

  private static byte[] array(ByteBuf buffer) {
    byte[] bytes = new byte[buffer.readableBytes()];
    buffer.getBytes(buffer.readerIndex(), bytes);
    return bytes;
  }
}
