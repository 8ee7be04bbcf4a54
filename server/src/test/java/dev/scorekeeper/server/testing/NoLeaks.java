package dev.scorekeeper.server.testing;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class after which network buffers were collected that nobody had released. Applies
 * to every class.
 *
 * <p>Only what the garbage collector has found can be told: a leak of one class may show after
 * another.
 */
public final class NoLeaks implements AfterAllCallback {

  /** Called by JUnit. */
  public NoLeaks() {}

  @Override
  public void afterAll(ExtensionContext context) {
    List<String> leaks = find();
    if (!leaks.isEmpty()) {
      throw new AssertionError(
          "%d network buffers leaked, here or in a class before:%n%s"
              .formatted(leaks.size(), leaks.get(0)));
    }
  }

  /** Collects garbage, and lets Netty look at what was collected: it does so at each allocation. */
  static List<String> find() {
    System.gc();
    PooledByteBufAllocator.DEFAULT.directBuffer(1).release();
    PooledByteBufAllocator.DEFAULT.heapBuffer(1).release();
    UnpooledByteBufAllocator.DEFAULT.directBuffer(1).release();
    return CountingLeakDetector.takeLeaks();
  }
}
