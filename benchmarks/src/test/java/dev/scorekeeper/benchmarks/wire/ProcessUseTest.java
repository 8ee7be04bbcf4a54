package dev.scorekeeper.benchmarks.wire;

import static com.google.common.truth.Truth.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What Linux tells of this process and of another one. */
final class ProcessUseTest {

  @Test
  void compilerNanos_thisJvm_isPartOfWhatItUsed() throws Exception {
    long pid = ProcessHandle.current().pid();

    long compiler = ProcessUse.compilerNanos(pid);

    assertThat(compiler).isGreaterThan(0);
    assertThat(compiler).isLessThan(ProcessUse.cpuNanos(pid));
  }

  @Test
  void compilerNanos_noJvm_isNothing() throws Exception {
    Process process = new ProcessBuilder("sleep", "60").start();
    try {
      assertThat(ProcessUse.compilerNanos(process.pid())).isEqualTo(0);
    } finally {
      process.destroy();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }
}
