package dev.scorekeeper.server.runtime;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.Pointer;

/**
 * One piece of zeroed native memory, aligned for TensorFlow. Closed once by whoever allocated it.
 */
final class Slab implements AutoCloseable {

  /** TensorFlow uses memory in place only from such an address on; else it copies. */
  static final int ALIGNMENT = 64;

  private final Pointer allocation;
  private final long address;
  private final long byteSize;
  private boolean closed;

  private Slab(Pointer allocation, long byteSize) {
    this.allocation = allocation;
    this.address = (allocation.address() + ALIGNMENT - 1) & -ALIGNMENT;
    this.byteSize = byteSize;
  }

  /** Allocates {@code byteSize >= 0} bytes. */
  static Slab allocate(long byteSize) {
    Pointer allocation = Pointer.calloc(1, Math.addExact(byteSize, 2L * ALIGNMENT));
    if (allocation == null || allocation.isNull()) {
      throw new OutOfMemoryError("no native memory for " + byteSize + " bytes");
    }
    return new Slab(allocation, byteSize);
  }

  long address() {
    return address;
  }

  long byteSize() {
    return byteSize;
  }

  /**
   * A new little-endian view of all of it; not to be used after the close.
   *
   * @throws IllegalArgumentException when it exceeds a buffer's 2 GiB
   */
  ByteBuffer view() {
    if (byteSize > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("too large for one buffer: " + byteSize + " bytes");
    }
    return Address.bytes(address, byteSize).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() {
    if (closed) {
      throw new IllegalStateException("slab is already closed");
    }
    closed = true;
    Pointer.free(allocation);
  }
}
