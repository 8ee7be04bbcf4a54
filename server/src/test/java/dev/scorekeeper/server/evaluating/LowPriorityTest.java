package dev.scorekeeper.server.evaluating;

import static com.google.common.truth.Truth.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What Linux is told about an evaluation's thread. */
@EnabledOnOs(OS.LINUX)
final class LowPriorityTest {

  /** Numbers of the fields of {@code /proc/PID/stat}, counted from 1 (proc(5)). */
  private static final int NICE = 19;

  private static final int POLICY = 41;
  private static final String SCHED_OTHER = "0";
  private static final String SCHED_IDLE = "5";

  private final ExecutorService thread = Executors.newSingleThreadExecutor();

  private static String field(int number) throws Exception {
    String stat = Files.readString(Path.of("/proc/thread-self/stat"));
    // The second field, a name in brackets, may have spaces in it.
    String[] fromThird = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return fromThird[number - 3];
  }

  @Test
  void lower_thisThread_givesWayAndOthersDoNot() throws Exception {
    try {
      assertThat(thread.submit(LowPriority::lower).get()).isTrue();

      String policy = thread.submit(() -> field(POLICY)).get();
      String nice = thread.submit(() -> field(NICE)).get();
      assertThat(policy.equals(SCHED_IDLE) || nice.equals("19")).isTrue();
      assertThat(field(POLICY)).isEqualTo(SCHED_OTHER);
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void execute_byAThreadOfLowPriority_isDoneByOneOfOrdinaryPriority() throws Exception {
    CompletableFuture<String> found = new CompletableFuture<>();
    try (Messenger messenger = new Messenger()) {
      thread
          .submit(
              () -> {
                LowPriority.lower();
                messenger.execute(
                    () -> found.completeAsync(LowPriorityTest::scheduling, Runnable::run));
              })
          .get();

      assertThat(found.get(10, TimeUnit.SECONDS)).isEqualTo(scheduling());
    } finally {
      thread.shutdownNow();
    }
  }

  /** Policy and niceness of this thread. */
  private static String scheduling() {
    try {
      return field(POLICY) + " " + field(NICE);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
