package dev.scorekeeper.server.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import org.jspecify.annotations.Nullable;

/**
 * Copies the small buffers of a connection's HTTP/2 frames, six for an ordinary answer, into one
 * large one, which goes on at the next flush, when it is full, or before anything larger; so order
 * is kept.
 *
 * <p>Netty's outbound buffer and the kernel then see one buffer for all answers of a flush. A write
 * counts as done once its bytes are copied: HTTP/2 takes that as the sign that it may go on, and
 * learns of a broken connection by its end. Sits between HTTP/2 and the socket, one for each
 * connection; confined to its event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // outcomes are told to promises, or nobody's concern
final class FrameGatherer extends ChannelOutboundHandlerAdapter {

  /** Copying more than this costs more than passing it on. */
  static final int MOST_BYTES = 512;

  /** Below the mark at which Netty calls a connection unwritable, 32 KiB. */
  static final int CAPACITY = 16 * 1024;

  private @Nullable ByteBuf gathered;

  /** Gives each connection that a server's channel accepts a gatherer of its own. */
  static ChannelHandler forAccepted() {
    return new ChannelInboundHandlerAdapter() {
      @Override
      public void channelRead(ChannelHandlerContext context, Object accepted) {
        if (accepted instanceof Channel connection) {
          connection.pipeline().addLast(new FrameGatherer());
        }
        context.fireChannelRead(accepted);
      }
    };
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof ByteBuf buffer && isSmall(buffer)) {
      copy(context, buffer);
      promise.trySuccess();
    } else {
      pass(context);
      context.write(message, promise);
    }
  }

  /** Small as a whole, or made of small pieces, as the frame of many short messages is. */
  private static boolean isSmall(ByteBuf buffer) {
    int bytes = buffer.readableBytes();
    return bytes <= MOST_BYTES
        || (bytes <= CAPACITY
            && buffer instanceof CompositeByteBuf pieces
            && bytes <= MOST_BYTES * pieces.numComponents());
  }

  private void copy(ChannelHandlerContext context, ByteBuf buffer) {
    try {
      ByteBuf target = gathered;
      if (target != null && target.writableBytes() < buffer.readableBytes()) {
        pass(context);
        target = null;
      }
      if (target == null) {
        target = context.alloc().directBuffer(CAPACITY, CAPACITY);
        gathered = target;
      }
      target.writeBytes(buffer);
    } finally {
      buffer.release();
    }
  }

  private void pass(ChannelHandlerContext context) {
    ByteBuf ready = gathered;
    if (ready != null) {
      gathered = null;
      // What was said to be written is not there then: no frame after it would make sense.
      context.write(ready).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }
  }

  @Override
  public void flush(ChannelHandlerContext context) {
    pass(context);
    context.flush();
  }

  /** HTTP/2 closes once its last frame counts as written, which may be before the flush. */
  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    if (gathered != null) {
      flush(context);
    }
    context.close(promise);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (gathered != null) {
      gathered.release();
      gathered = null;
    }
  }
}
