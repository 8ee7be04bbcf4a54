package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the launcher may take the cache that a server leaves. */
final class StartCacheTest {

  @TempDir Path folder;

  private final AtomicInteger looks = new AtomicInteger();
  private Path file;
  private Path complete;

  @BeforeEach
  void name() {
    file = folder.resolve("server-1.42");
    complete = folder.resolve("server-1.42.complete");
  }

  @Test
  void complete_compilerBusyAtFirst_waitsForIt() {
    new StartCache(file, () -> looks.incrementAndGet() < 4, Duration.ofSeconds(60)).complete();

    assertThat(looks.get()).isEqualTo(4);
    assertThat(Files.exists(complete)).isTrue();
  }

  @Test
  void complete_compilerBusyToTheEnd_leavesNone() {
    new StartCache(file, () -> true, Duration.ofMillis(50)).complete();

    assertThat(Files.exists(complete)).isFalse();
  }

  @Test
  void complete_noneWanted_doesNotEvenLook() {
    new StartCache(null, () -> looks.incrementAndGet() > 0, Duration.ofSeconds(60)).complete();

    assertThat(looks.get()).isEqualTo(0);
  }

  @Test
  void complete_folderIsGone_doesNotFail() {
    new StartCache(folder.resolve("gone/server-1"), () -> false, Duration.ofSeconds(60)).complete();

    assertThat(Files.exists(folder.resolve("gone"))).isFalse();
  }
}
