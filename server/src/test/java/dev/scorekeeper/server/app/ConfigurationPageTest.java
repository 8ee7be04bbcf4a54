package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.scorekeeper.server.config.SettingsReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/configuration.md says what the settings records say. */
final class ConfigurationPageTest {

  private static final Path PAGE = Path.of("..", "docs", "configuration.md");

  /** Set to true to write the page instead of comparing with it. */
  private static final String WRITE = "scorekeeper.write-docs";

  private static final String HEAD =
      """
      # Configuration

      <!-- Written from the settings records. After a change of them:
           mvn -q -pl server -am test -Dtest=ConfigurationPageTest -Dsurefire.failIfNoSpecifiedTests=false \\
             -Dscorekeeper.write-docs=true -->

      `./scorekeeper serve --config scorekeeper.yaml` reads a YAML file with the keys below. All are optional. On the command
      line `--set key.path=value` stands for any of them, over the file. Durations are written `150us`, `5ms`, `1s`, `2m`;
      sizes `64KiB`, `1GiB`. Unknown keys and bad values are refused, all at once, each with file, line and what is allowed.

      A model's own file, `<model>/scorekeeper.yaml` beside its versions, may hold `outputs` and `batching` as below
      `models.NAME`; the server's file goes over it. `trusted` is only accepted in the server's file.

      """;

  @Test
  void page_comparedWithTheSettings_isCurrent() throws IOException {
    String expected = HEAD + SettingsReference.markdown(ServerConfig.class);
    if (Boolean.getBoolean(WRITE)) {
      Files.writeString(PAGE, expected);
    }

    assertWithMessage("docs/configuration.md is not current; its first lines say how to write it")
        .that(Files.readString(PAGE))
        .isEqualTo(expected);
  }
}
