package dev.scorekeeper.server.lifecycle;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateFolderTest {

  @TempDir private Path base;

  @Test
  void open_freeFolder_makesItAndNamesTheHolder() throws IOException {
    Path path = base.resolve("a").resolve("b");
    try (StateFolder folder = StateFolder.open(path)) {
      assertThat(folder.path()).isEqualTo(path);
      assertThat(Files.readString(path.resolve("lock")).strip())
          .isEqualTo(String.valueOf(ProcessHandle.current().pid()));
    }
  }

  @Test
  void open_heldByThisProcess_isRefusedUntilItIsFree() throws IOException {
    StateFolder first = StateFolder.open(base);
    IOException refused = assertThrows(IOException.class, () -> StateFolder.open(base));
    assertThat(refused).hasMessageThat().contains("is in use by another server (process ");
    first.close();
    StateFolder.open(base).close();
  }

  @Test
  void open_heldByAnotherProcess_isRefusedWithItsNumberUntilItEnds() throws Exception {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                base.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = holder.inputReader()) {
      assertThat(output.readLine()).isEqualTo("held");
      IOException refused = assertThrows(IOException.class, () -> StateFolder.open(base));
      assertThat(refused).hasMessageThat().contains("(process " + holder.pid() + ")");
    } finally {
      holder.destroyForcibly();
      assertThat(holder.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
    StateFolder.open(base).close();
  }

  @Test
  void open_whereNothingCanBeWritten_isRefusedWithASentence() throws IOException {
    Path file = Files.writeString(base.resolve("file"), "in the way");

    IOException refused =
        assertThrows(IOException.class, () -> StateFolder.open(file.resolve("state")));

    assertThat(refused).hasMessageThat().contains("cannot be written");
  }

  /** Holds a state folder until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws Exception {
      try (StateFolder folder = StateFolder.open(Path.of(arguments[0]))) {
        System.out.println("held");
        System.out.flush();
        int unused = System.in.read();
        assertThat(folder.path()).isNotNull();
      }
    }
  }
}
