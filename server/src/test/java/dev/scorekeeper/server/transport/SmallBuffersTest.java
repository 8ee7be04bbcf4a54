package dev.scorekeeper.server.transport;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.IllegalReferenceCountException;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Whether memory is used again, by one owner at a time, and looks like any other buffer. */
final class SmallBuffersTest {

  private final SmallBuffers buffers = new SmallBuffers(PooledByteBufAllocator.DEFAULT);

  @Test
  void buffer_afterRelease_isTheLastOneReleased() {
    ByteBuf first = buffers.buffer(10).writeLong(1);
    ByteBuf second = buffers.buffer(10).writeLong(2);
    first.release();
    second.release();

    ByteBuf again = buffers.buffer(20);
    assertThat(again.readableBytes()).isEqualTo(0);
    assertThat(again.capacity()).isEqualTo(20);
    assertThat(again.refCnt()).isEqualTo(1);
    if (SmallBuffers.REUSES) {
      assertThat(again.getLong(0)).isEqualTo(2);
    }
    again.release();
  }

  @Test
  void buffer_twoAtOnce_doNotShareMemory() {
    ByteBuf first = buffers.buffer(SmallBuffers.CAPACITY).writeZero(SmallBuffers.CAPACITY);
    ByteBuf second = buffers.buffer(SmallBuffers.CAPACITY);
    for (int i = 0; i < SmallBuffers.CAPACITY; i++) {
      second.writeByte(1);
    }

    assertThat(first.readByte()).isEqualTo(0);
    assertThat(first.getByte(SmallBuffers.CAPACITY - 1)).isEqualTo(0);
    first.release();
    second.release();
  }

  @Test
  void release_twice_isRefused() {
    ByteBuf buffer = buffers.buffer(10);
    buffer.release();

    assertThrows(IllegalReferenceCountException.class, buffer::release);
  }

  @Test
  void write_beyondMaxCapacity_isRefused() {
    ByteBuf buffer = buffers.buffer(4, 8);
    buffer.writeLong(1);

    assertThrows(IndexOutOfBoundsException.class, () -> buffer.writeByte(1));
    buffer.release();
  }

  @Test
  void release_grown_isNotKept() {
    ByteBuf kept = buffers.buffer(10).writeLong(1);
    ByteBuf grown = buffers.buffer(10).writeLong(2).writeZero(SmallBuffers.CAPACITY);
    kept.release();
    grown.release();

    ByteBuf next = buffers.buffer(10);
    if (SmallBuffers.REUSES) {
      assertThat(next.getLong(0)).isEqualTo(1);
    }
    assertThat(next.capacity()).isEqualTo(10);
    next.release();
  }

  @Test
  void release_onAnotherThread_isKeptThere() throws Exception {
    ByteBuf buffer = buffers.buffer(10).writeLong(7);

    CompletableFuture<Long> there =
        CompletableFuture.supplyAsync(
            () -> {
              buffer.release();
              ByteBuf next = buffers.buffer(10);
              long left = next.getLong(0);
              next.release();
              return left;
            },
            task -> new Thread(task).start());

    long left = there.get();
    assertThat(buffer.refCnt()).isEqualTo(0);
    if (SmallBuffers.REUSES) {
      assertThat(left).isEqualTo(7);
    }
  }

  @Test
  void threadEnds_whatItKept_isGivenBack() throws Exception {
    CompletableFuture<Long> usedThere = new CompletableFuture<>();
    Thread thread =
        new DefaultThreadFactory("small-buffers")
            .newThread(
                () -> {
                  Deque<ByteBuf> open = new ArrayDeque<>();
                  for (int i = 0; i < SmallBuffers.MOST_KEPT; i++) {
                    open.add(buffers.buffer(1));
                  }
                  open.forEach(ByteBuf::release);
                  usedThere.complete(directBytes());
                });

    thread.start();
    thread.join();

    long givenBack = usedThere.get() - directBytes();
    if (SmallBuffers.REUSES) {
      assertThat(givenBack).isAtLeast(SmallBuffers.MOST_KEPT * SmallBuffers.CAPACITY * 9L / 10);
    }
  }

  /** Direct memory in use, whether the JVM or Netty counts it. */
  private static long directBytes() {
    long bytes = Math.max(0, PlatformDependent.usedDirectMemory());
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      bytes += pool.getMemoryUsed();
    }
    return bytes;
  }

  @Test
  void buffer_large_comesFromTheOther() {
    CountingAllocator others = new CountingAllocator();
    SmallBuffers some = new SmallBuffers(others);
    some.directBuffer(SmallBuffers.CAPACITY).release();
    int small = others.direct;
    assertThat(small).isEqualTo(SmallBuffers.REUSES ? 0 : 1);

    some.directBuffer(SmallBuffers.CAPACITY + 1).release();
    assertThat(others.direct).isEqualTo(small + 1);
    ByteBuf heap = some.heapBuffer(10);
    assertThat(heap.hasArray()).isTrue();
    heap.release();
  }

  @Test
  void anyOperations_behaveAsAnUnpooledBuffer() {
    Random random = new Random(11);
    Deque<ByteBuf> open = new ArrayDeque<>();
    for (int i = 0; i < 5_000; i++) {
      int capacity = random.nextInt(SmallBuffers.CAPACITY + 1);
      ByteBuf ours = buffers.buffer(capacity, 1_000);
      ByteBuf plain = Unpooled.buffer(capacity, 1_000);
      for (int step = 0; step < 6; step++) {
        operate(random, ours, plain);
        assertThat(ours).isEqualTo(plain);
        if (SmallBuffers.REUSES) { // others may grow in other steps
          assertThat(ours.capacity()).isEqualTo(plain.capacity());
          assertThat(ours.writableBytes()).isEqualTo(plain.writableBytes());
        }
      }
      open.add(ours);
      if (open.size() > 20) {
        open.pollFirst().release();
      }
    }
    open.forEach(ByteBuf::release);
  }

  private static void operate(Random random, ByteBuf ours, ByteBuf plain) {
    switch (random.nextInt(4)) {
      case 0 -> {
        byte[] bytes = new byte[random.nextInt(100)];
        random.nextBytes(bytes);
        ours.writeBytes(bytes);
        plain.writeBytes(bytes);
      }
      case 1 -> {
        int count = random.nextInt(1 + plain.readableBytes());
        assertThat(ours.readBytes(new byte[count]).readableBytes())
            .isEqualTo(plain.readBytes(new byte[count]).readableBytes());
      }
      case 2 -> {
        int capacity = random.nextInt(400);
        ours.capacity(capacity);
        plain.capacity(capacity);
      }
      default -> {
        ours.discardReadBytes();
        plain.discardReadBytes();
      }
    }
  }

  /** Counts the direct buffers that are asked of it. */
  private static final class CountingAllocator extends AbstractByteBufAllocator {
    private int direct;

    CountingAllocator() {
      super(true);
    }

    @Override
    protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
      return Unpooled.buffer(initialCapacity, maxCapacity);
    }

    @Override
    protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
      direct++;
      return UnpooledByteBufAllocator.DEFAULT.directBuffer(initialCapacity, maxCapacity);
    }

    @Override
    public boolean isDirectBufferPooled() {
      return false;
    }
  }
}
