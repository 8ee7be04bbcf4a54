package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompilerTimeTest {

  @TempDir private Path tasks;

  private void thread(String id, String name, String schedstat) throws IOException {
    Path folder = Files.createDirectories(tasks.resolve(id));
    Files.writeString(folder.resolve("comm"), name + "\n");
    Files.writeString(folder.resolve("schedstat"), schedstat + "\n");
  }

  @Test
  void getAsLong_threads_addsUpTheCompilers() throws Exception {
    thread("11", "C1 CompilerThre", "70000000 5 1");
    thread("12", "C2 CompilerThre", "330000000 6 1");
    thread("13", "loop-1", "990000000 7 1");

    assertThat(new CompilerTime(tasks).getAsLong()).isEqualTo(400);
  }

  @Test
  void getAsLong_threadThatHasEnded_leavesItOut() throws Exception {
    thread("11", "C1 CompilerThre", "70000000 5 1");
    Files.createDirectories(tasks.resolve("12"));

    assertThat(new CompilerTime(tasks).getAsLong()).isEqualTo(70);
  }

  @Test
  void getAsLong_compilerThreadEndsLater_stillCounts() throws Exception {
    thread("11", "C1 CompilerThre", "70000000 5 1");
    thread("12", "C2 CompilerThre", "330000000 6 1");
    CompilerTime time = new CompilerTime(tasks);
    assertThat(time.getAsLong()).isEqualTo(400);

    Files.delete(tasks.resolve("12/comm"));
    Files.delete(tasks.resolve("12/schedstat"));
    thread("11", "C1 CompilerThre", "80000000 5 1");

    assertThat(time.getAsLong()).isEqualTo(410);
  }

  @Test
  void getAsLong_noSuchFolder_asksTheJvm() {
    assertThat(new CompilerTime(tasks.resolve("none")).getAsLong()).isGreaterThan(0L);
  }

  @Test
  void getAsLong_thisJvm_hasCompiled() {
    assertThat(new CompilerTime().getAsLong()).isGreaterThan(0L);
  }
}
