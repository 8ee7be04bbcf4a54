package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import org.junit.jupiter.api.Test;

/** What the JVM prints about its compiler. */
final class CompilerBacklogTest {

  private static final String EMPTY =
      "Current compiles: \n\nC1 compile queue:\nEmpty\n\nC2 compile queue:\nEmpty\n\n";

  private static final String WAITING =
      EMPTY.replace(
          "C2 compile queue:\nEmpty",
          "C2 compile queue:\n1173       4       java.util.HashMap::getOrDefault (19 bytes)");

  private static final String BUSY =
      EMPTY.replace(
          "compiles: \n",
          "compiles: \nC2 CompilerThread0  1177   !   4       a.ClassReader::type (497 bytes)\n");

  @Test
  void hasMethod_nothingToDo_isFalse() {
    assertThat(CompilerBacklog.hasMethod(EMPTY)).isFalse();
  }

  @Test
  void hasMethod_waitingOrBeingCompiled_isTrue() {
    assertThat(CompilerBacklog.hasMethod(WAITING)).isTrue();
    assertThat(CompilerBacklog.hasMethod(BUSY)).isTrue();
  }

  @Test
  void getAsBoolean_thisJvmLeftAlone_becomesFalse() throws Exception {
    CompilerBacklog backlog = new CompilerBacklog();
    long end = System.nanoTime() + SECONDS.toNanos(60);
    while (backlog.getAsBoolean() && System.nanoTime() < end) {
      MILLISECONDS.sleep(10);
    }

    assertThat(backlog.getAsBoolean()).isFalse();
  }
}
