package dev.scorekeeper.server.lifecycle;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.config.Settings;
import dev.scorekeeper.server.config.SettingsException;
import dev.scorekeeper.server.lifecycle.LifecycleConfig.Vanished;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LifecycleConfigTest {

  @Test
  void defaults_areAsDocumented() {
    LifecycleConfig defaults = LifecycleConfig.defaults();
    assertThat(defaults.pollInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(defaults.vanished()).isEqualTo(Vanished.KEEP);
    assertThat(defaults.loadThreads()).isEqualTo(2);
    assertThat(defaults.retryInterval()).isEqualTo(Duration.ZERO);
    assertThat(defaults.closeGrace()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void yaml_everyKey_isMapped() throws Exception {
    String yaml =
        """
        poll_interval: 250ms
        vanished: unload
        load_threads: 4
        retry_interval: 1m
        close_grace: 3s
        """;
    assertThat(Settings.ofYaml(yaml, "y").over(LifecycleConfig.class, LifecycleConfig.defaults()))
        .isEqualTo(
            new LifecycleConfig(
                Duration.ofMillis(250),
                Vanished.UNLOAD,
                4,
                Duration.ofMinutes(1),
                Duration.ofSeconds(3)));
  }

  @Test
  void make_outOfRange_isRefused() {
    Duration second = Duration.ofSeconds(1);
    Duration zero = Duration.ZERO;
    assertThrows(
        IllegalArgumentException.class,
        () -> new LifecycleConfig(zero, Vanished.KEEP, 1, zero, zero));
    assertThrows(
        IllegalArgumentException.class,
        () -> new LifecycleConfig(second, Vanished.KEEP, 0, zero, zero));
    assertThrows(
        IllegalArgumentException.class,
        () -> new LifecycleConfig(second, Vanished.KEEP, 1, second.negated(), zero));
  }

  @Test
  void policy_eachForm_isReadAndSelects() throws Exception {
    TreeSet<Long> there = new TreeSet<>(List.of(1L, 2L, 3L, 10L));

    assertThat(policy("latest: 2").select(there)).containsExactly(3L, 10L);
    assertThat(policy("all: true").select(there)).containsExactly(1L, 2L, 3L, 10L);
    assertThat(policy("specific: [1, 3, 7]").select(there)).containsExactly(1L, 3L);
    assertThat(VersionPolicy.defaults()).isEqualTo(policy("latest: 1"));
    assertThat(VersionPolicy.defaults().select(new TreeSet<>())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "latest: 0",
        "latest: 1\nall: true",
        "all: false",
        "specific: []",
        "specific: [-1]",
        "newest: 1",
        "{}"
      })
  void policy_anythingElse_isRefused(String yaml) {
    assertThrows(SettingsException.class, () -> policy(yaml));
  }

  @Test
  void policy_madeWithNoneOrTwo_isRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new VersionPolicy(Optional.empty(), Optional.empty(), Optional.empty()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new VersionPolicy(Optional.of(1), Optional.of(true), Optional.empty()));
  }

  private static VersionPolicy policy(String yaml) throws SettingsException {
    return Settings.ofYaml(yaml, "y").over(VersionPolicy.class, VersionPolicy.ofSpecific(5L));
  }
}
