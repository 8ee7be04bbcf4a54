package dev.scorekeeper.server.transport;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.config.DataSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Defaults, and what goes together. */
final class TransportConfigTest {

  @Test
  void defaults_areAsDocumented() {
    TransportConfig config = TransportConfig.defaults();

    assertThat(config.address()).isEqualTo("127.0.0.1");
    assertThat(config.port()).isEqualTo(8500);
    assertThat(config.maxMessageSize()).isEqualTo(DataSize.ofMebibytes(64));
    assertThat(config.maxConcurrentCallsPerConnection()).isEqualTo(1_024);
    assertThat(config.streamWindow()).isEqualTo(256);
    assertThat(config.permitKeepAliveTime()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.maxConnectionAge()).isEmpty();
    assertThat(config.eventLoopThreads()).isEqualTo(0);
    assertThat(config.overloadRest()).isEqualTo(Duration.ofMillis(2));
    assertThat(config.certificateFile()).isEmpty();
    assertThat(config.privateKeyFile()).isEmpty();
  }

  @Test
  void certificate_withoutKey_isRefused() {
    TransportConfig config = TransportConfig.defaults();

    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new TransportConfig(
                    config.address(),
                    config.port(),
                    config.maxMessageSize(),
                    config.maxConcurrentCallsPerConnection(),
                    config.streamWindow(),
                    config.permitKeepAliveTime(),
                    config.maxConnectionAge(),
                    config.eventLoopThreads(),
                    config.overloadRest(),
                    Optional.of(Path.of("cert.pem")),
                    Optional.empty()));

    assertThat(e).hasMessageThat().contains("private_key_file");
  }
}
