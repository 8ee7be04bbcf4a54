package dev.scorekeeper.server.config;

import static com.google.common.truth.Truth.assertThat;

import dev.scorekeeper.server.config.SampleConfig.Choice;
import dev.scorekeeper.server.config.SampleConfig.Colour;
import dev.scorekeeper.server.config.SampleConfig.Inner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SettingsReferenceTest {

  private static final String PAGE = SettingsReference.markdown(SampleConfig.class);

  @Test
  void markdown_everyKey_hasARowWithDefaultAndRange() {
    assertThat(PAGE).contains("| `port` | whole number | `8500` | 0 to 65535 | A port. |\n");
    assertThat(PAGE).contains("| `max_wait` | duration | `5ms` | 0s to 10s | A wait. |\n");
    assertThat(PAGE).contains("| `colour` | `red`, `dark_blue` | `red` |  | A colour. |\n");
    assertThat(PAGE).contains("| `sizes` | list: whole number | `[]` | 1 or more |");
    assertThat(PAGE).contains("| `cache` | path | absent |  | Perhaps a folder. |\n");
    assertThat(PAGE).contains("| `inner.low` | whole number | `1` | 0 or more | Least. |\n");
    assertThat(PAGE).contains("| `labels` | by name: whole number | `{}` |");
  }

  @Test
  void markdown_recordWithinARecord_hasASectionOnce() {
    assertThat(PAGE).contains("## `inner`\n\nSomething | inside.\n");
    assertThat(PAGE).contains("## `inner.choice`\n\nA choice.\n\nExactly one of these keys");
    assertThat(PAGE).contains("| `things` | by name: keys | `{}` | see [`inner`](#inner) |");
    assertThat(PAGE).contains("| Something \\| inside. |");
    assertThat(PAGE).doesNotContain("## `things");
  }

  @Test
  void markdown_yamlOfDefaults_isReadBackToTheDefaults() throws Exception {
    String yaml = PAGE.substring(PAGE.indexOf("```yaml\n") + 8, PAGE.lastIndexOf("```"));

    Object read = Settings.ofYaml(yaml, "s.yaml").over(SampleConfig.class, other());

    assertThat(read)
        .isEqualTo(
            new SampleConfig(
                8500,
                5,
                0.5,
                true,
                "a: title",
                Path.of("models"),
                Duration.ofMillis(5),
                DataSize.ofMebibytes(4),
                Colour.RED,
                List.of(),
                other().cache(),
                Inner.defaults(),
                other().things(),
                other().labels()));
  }

  @Test
  void write_anySettings_areReadBackToTheSame() throws Exception {
    String yaml = SettingsYaml.write(other());

    assertThat(Settings.ofYaml(yaml, "s.yaml").over(SampleConfig.class, SampleConfig.defaults()))
        .isEqualTo(other());
  }

  private static SampleConfig other() {
    return new SampleConfig(
        1,
        -3,
        1e-9,
        false,
        "quote \" back \\ tab \t null",
        Path.of("/a b/c"),
        Duration.ofNanos(1_000_001),
        new DataSize(1025),
        Colour.DARK_BLUE,
        List.of(3, 1, 2),
        Optional.of(Path.of("null")),
        new Inner(0, 0, new Choice(Optional.empty(), Optional.of(true))),
        Map.of("a.b", Inner.defaults(), "c", new Inner(5, 6, Choice.defaults())),
        Map.of("x y", 7L));
  }
}
