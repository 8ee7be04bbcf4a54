package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class BuildInfoTest {

  @Test
  void commit_asTheLauncherSays() {
    assertThat(BuildInfo.commit(Map.of("SCOREKEEPER_COMMIT", "0a1b-dirty\n")))
        .isEqualTo("0a1b-dirty");
    assertThat(BuildInfo.commit(Map.of())).isEmpty();
  }
}
