package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Waiting for the compiler. */
final class CompilerQueueTest {

  private final AtomicInteger looks = new AtomicInteger();

  @Test
  void awaitIdle_busyAtFirst_waitsUntilItIsIdle() throws Exception {
    // Busy for the first four looks, the one at the start included.
    CompilerQueue queue = new CompilerQueue(() -> 50L * Math.min(3, looks.getAndIncrement()));

    queue.awaitIdle(Duration.ofSeconds(30));

    assertThat(looks.get()).isEqualTo(6);
  }

  @Test
  void awaitIdle_alwaysBusy_givesUp() throws Exception {
    CompilerQueue queue = new CompilerQueue(() -> 50L * looks.getAndIncrement());

    queue.awaitIdle(Duration.ofMillis(80));

    assertThat(looks.get()).isEqualTo(5);
  }

  @Test
  void awaitIdle_thisJvm_ends() throws Exception {
    CompilerQueue.ofThisJvm().awaitIdle(Duration.ofMillis(100));
  }
}
