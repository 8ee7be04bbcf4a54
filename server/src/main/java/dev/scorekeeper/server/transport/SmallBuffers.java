package dev.scorekeeper.server.transport;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledUnsafeDirectByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayDeque;

/**
 * An allocator whose small direct buffers are used again by the thread that let them go, the last
 * one first, so that they are still in its caches; all others come from another allocator.
 *
 * <p>An answer needs six of them, for frames and their heads, and a pool for all sizes and threads
 * takes longer over one than the answer over filling it. Thread-safe; each thread keeps at most
 * {@link #MOST_KEPT} buffers of {@link #CAPACITY} bytes.
 *
 * <p>Where the JVM does not let Netty reach memory by its address, as from JDK 24 on without {@code
 * --sun-misc-unsafe-memory-access=allow}, all buffers come from the other allocator.
 */
final class SmallBuffers extends AbstractByteBufAllocator {

  /** What HTTP/2 asks for where it does not know the size of a block of headers. */
  static final int CAPACITY = 256;

  /** More than the answers of a large batch need at once. */
  static final int MOST_KEPT = 1024;

  /** Whether small ones are used again. */
  static final boolean REUSES = reachesMemory();

  private static final FastThreadLocal<ArrayDeque<SmallBuffer>> FREE =
      new FastThreadLocal<>() {
        @Override
        protected ArrayDeque<SmallBuffer> initialValue() {
          return new ArrayDeque<>();
        }

        // When an event loop's thread ends; nothing else gives this memory back.
        @Override
        protected void onRemoval(ArrayDeque<SmallBuffer> free) {
          free.forEach(SmallBuffer::free);
        }
      };

  private final ByteBufAllocator others;

  /**
   * An allocator.
   *
   * @param others gives what is large, and buffers on the heap
   */
  SmallBuffers(ByteBufAllocator others) {
    super(true);
    this.others = requireNonNull(others, "others is null");
  }

  /** Netty's own allocator makes such buffers where it can. */
  private static boolean reachesMemory() {
    ByteBuf probe = UnpooledByteBufAllocator.DEFAULT.directBuffer(1);
    try {
      return probe instanceof UnpooledUnsafeDirectByteBuf
          || probe.unwrap() instanceof UnpooledUnsafeDirectByteBuf;
    } finally {
      probe.release();
    }
  }

  @Override
  protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
    return others.heapBuffer(initialCapacity, maxCapacity);
  }

  @Override
  protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
    if (!REUSES || initialCapacity > CAPACITY) {
      return others.directBuffer(initialCapacity, maxCapacity);
    }
    SmallBuffer buffer = FREE.get().pollLast();
    if (buffer == null) {
      buffer = new SmallBuffer(this);
    }
    buffer.begin(initialCapacity, maxCapacity);
    return toLeakAwareBuffer(buffer);
  }

  @Override
  public boolean isDirectBufferPooled() {
    return true;
  }

  /** Goes back to the free ones of the thread that releases it, unless it has grown. */
  private static final class SmallBuffer extends UnpooledUnsafeDirectByteBuf {

    /** What was asked for; there may be more memory behind it. */
    private int capacity;

    SmallBuffer(ByteBufAllocator allocator) {
      super(allocator, CAPACITY, Integer.MAX_VALUE);
    }

    void begin(int newCapacity, int newMaxCapacity) {
      resetRefCnt();
      maxCapacity(newMaxCapacity);
      capacity = newCapacity;
      clear();
    }

    private void free() {
      super.deallocate();
    }

    @Override
    public int capacity() {
      return capacity;
    }

    @Override
    public ByteBuf capacity(int newCapacity) {
      checkNewCapacity(newCapacity);
      if (newCapacity > super.capacity()) {
        super.capacity(newCapacity);
      }
      capacity = newCapacity;
      trimIndicesToCapacity(newCapacity);
      return this;
    }

    @Override
    protected void deallocate() {
      ArrayDeque<SmallBuffer> free = FREE.get();
      if (super.capacity() == CAPACITY && free.size() < MOST_KEPT) {
        free.addLast(this);
      } else {
        super.deallocate();
      }
    }
  }
}
