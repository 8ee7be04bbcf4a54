package dev.scorekeeper.server.batching;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class CoreWaitTest {

  private static long parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return CoreWait.parse(bytes, bytes.length);
  }

  @Test
  void parse_threeNumbers_takesTheSecond() {
    assertThat(parse("70960282 23742870 210\n")).isEqualTo(23_742_870);
    assertThat(parse("0 0 0\n")).isEqualTo(0);
    assertThat(parse("1 9223372036854775807 3\n")).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void parse_anythingElse_throws() {
    assertThrows(IllegalStateException.class, () -> parse(""));
    assertThrows(IllegalStateException.class, () -> parse("123"));
    assertThrows(IllegalStateException.class, () -> parse("0 \n"));
    assertThrows(IllegalStateException.class, () -> parse("not known here"));
    assertThrows(IllegalStateException.class, () -> CoreWait.parse(new byte[8], -1));
  }

  @Test
  void nanos_moreThreadsThanCores_growsWhereTheSystemTells() throws Exception {
    AtomicLong waited = new AtomicLong();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 3 * Runtime.getRuntime().availableProcessors(); i++) {
      threads.add(new Thread(() -> waited.addAndGet(waitWhileBusy())));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }

    if (Files.isReadable(Path.of("/proc/thread-self/schedstat"))) {
      assertThat(waited.get()).isAtLeast(TimeUnit.MILLISECONDS.toNanos(100));
    } else {
      assertThat(waited.get()).isEqualTo(0);
    }
  }

  private static long waitWhileBusy() {
    long before = CoreWait.nanos();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return CoreWait.nanos() - before;
  }
}
