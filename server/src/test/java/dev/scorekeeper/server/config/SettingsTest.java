package dev.scorekeeper.server.config;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.config.SampleConfig.Choice;
import dev.scorekeeper.server.config.SampleConfig.Colour;
import dev.scorekeeper.server.config.SampleConfig.Inner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {

  private static final SampleConfig DEFAULTS = SampleConfig.defaults();

  private static SampleConfig read(String yaml) throws SettingsException {
    return Settings.ofYaml(yaml, "s.yaml").over(SampleConfig.class, DEFAULTS);
  }

  private static List<String> mistakes(String yaml) {
    return assertThrows(SettingsException.class, () -> read(yaml)).messages();
  }

  @Test
  void over_everyKey_isRead() throws Exception {
    SampleConfig config =
        read(
            """
            port: 0
            row_count: 9000000000
            share: 0.25
            enabled: False
            title: 123
            folder: /some/where
            max_wait: 150us
            limit: 64KiB
            colour: Dark_Blue
            sizes: [1, 2]
            cache: c
            inner: {low: 2, high: 3, choice: {all: true}}
            things:
              a.b: {high: 7}
            labels: {stable: 1}
            """);

    assertThat(config.port()).isEqualTo(0);
    assertThat(config.rowCount()).isEqualTo(9_000_000_000L);
    assertThat(config.share()).isEqualTo(0.25);
    assertThat(config.enabled()).isFalse();
    assertThat(config.title()).isEqualTo("123");
    assertThat(config.folder()).isEqualTo(Path.of("/some/where"));
    assertThat(config.maxWait()).isEqualTo(Duration.ofNanos(150_000));
    assertThat(config.limit()).isEqualTo(new DataSize(65536));
    assertThat(config.colour()).isEqualTo(Colour.DARK_BLUE);
    assertThat(config.sizes()).containsExactly(1, 2).inOrder();
    assertThat(config.cache()).hasValue(Path.of("c"));
    Choice all = new Choice(Optional.empty(), Optional.of(true));
    assertThat(config.inner()).isEqualTo(new Inner(2, 3, all));
    assertThat(config.things()).containsExactly("a.b", new Inner(1, 7, Choice.defaults()));
    assertThat(config.labels()).containsExactly("stable", 1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "---\n", "inner:\nthings:\nsizes:\ncache:\n"})
  void over_nothingWritten_keepsTheBase(String yaml) throws Exception {
    assertThat(read(yaml)).isEqualTo(DEFAULTS);
  }

  @Test
  void over_severalLayers_laterWinsKeyByKey() throws Exception {
    SampleConfig file = read("port: 1\nthings: {x: {low: 2}, y: {low: 3}}");
    SampleConfig both =
        Settings.ofPairs(List.of("port=2", "things.x.high=8", "title=a = b: c"), "command line")
            .over(SampleConfig.class, file);

    assertThat(both.port()).isEqualTo(2);
    assertThat(both.title()).isEqualTo("a = b: c");
    assertThat(both.things().get("x")).isEqualTo(new Inner(2, 8, Choice.defaults()));
    assertThat(both.things().get("y")).isEqualTo(new Inner(3, 10, Choice.defaults()));
  }

  @Test
  void over_severalMistakes_reportsAllWithPositions() {
    assertThat(
            mistakes(
                """
                prot: 1
                port: 99999
                max_wait: soon
                colour: dark_blu
                inner:
                  low: -1
                  qqq: 1
                sizes: [1, x]
                """))
        .containsExactly(
            "s.yaml:1:1: unknown key 'prot', did you mean 'port'?",
            "s.yaml:2:7: port: 99999 is out of range, allowed: 0 to 65535",
            "s.yaml:3:11: max_wait: expected a duration such as 150us, 5ms, 1s or 2m, 0s to 10s,"
                + " got 'soon'",
            "s.yaml:4:9: colour: expected one of red, dark_blue, got 'dark_blu'; did you mean"
                + " 'dark_blue'?",
            "s.yaml:6:8: inner.low: -1 is out of range, allowed: 0 or more",
            "s.yaml:7:3: inner: unknown key 'qqq', known keys: low, high, choice",
            "s.yaml:8:12: sizes[1]: expected a whole number, 1 or more, got 'x'")
        .inOrder();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "port:|s.yaml:1:6: port: expected a whole number, 0 to 65535, got nothing",
        "port: [1]|s.yaml:1:7: port: expected a whole number, 0 to 65535, got a list",
        "port: 1.5|s.yaml:1:7: port: expected a whole number, 0 to 65535, got '1.5'",
        "port: 99999999999|s.yaml:1:7: port: expected a whole number, 0 to 65535, got '99999999999'",
        "share: .nan|s.yaml:1:8: share: expected a number, 0 to 1, got '.nan'",
        "share: NaN|s.yaml:1:8: share: expected a number, 0 to 1, got 'NaN'",
        "enabled: yes|s.yaml:1:10: enabled: expected true or false, got 'yes'",
        "limit: 12|s.yaml:1:8: limit: 12 is out of range, allowed: 1KiB or more",
        "sizes: 3|s.yaml:1:8: sizes: expected a list such as [a, b], got '3'",
        "inner: 3|s.yaml:1:8: inner: expected keys and values, got '3'",
        "things: [a]|s.yaml:1:9: things: expected names and values, got a list",
        "inner: {low: 20}|s.yaml:1:8: inner: low must not be above high: 20, 10",
        "things: {x.y: {low: 99}}|s.yaml:1:15: things.\"x.y\": low must not be above high: 99, 10",
        "[1]|s.yaml:1:1: expected keys and values, got a list",
        "port: 1, title|s.yaml:1:7: port: expected a whole number, 0 to 65535, got '1, title'",
      })
  void over_oneMistake_saysWhereAndWhat(String yaml, String message) {
    assertThat(mistakes(yaml)).containsExactly(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"inner: {choice: {some: 1, all: true}}", "inner: {choice: {}}"})
  void over_choiceNotMadeOnce_isRefused(String yaml) {
    assertThat(mistakes(yaml).get(0)).endsWith("expected exactly one of some, all");
  }

  @Test
  void ofYaml_keyTwice_isRefusedWithBothPositions() {
    assertThat(mistakes("port: 1\ntitle: x\nport: 2"))
        .containsExactly("s.yaml:3:1: key 'port' is given twice, first at s.yaml:1:1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"port: [", "a: b: c", "\tport: 1", "a: *nowhere", "--- 1\n--- 2"})
  void ofYaml_malformed_isRefusedWithPosition(String yaml) {
    assertThat(mistakes(yaml).get(0)).matches("(?s)s\\.yaml:\\d+:\\d+: not YAML: .+");
  }

  @Test
  void ofYaml_aliasesThatUnfoldWithoutEnd_areRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      String alias = "*a" + (i - 1);
      String ten = String.join(", ", java.util.Collections.nCopies(10, alias));
      bomb.append("a" + i + ": &a" + i + " [" + ten + "]\n");
    }
    assertThat(mistakes(bomb.toString())).hasSize(1);
    assertThat(mistakes("a: &a [*a]")).hasSize(1);
    assertThat(mistakes("[".repeat(2000) + "]".repeat(2000))).hasSize(1);
  }

  @Test
  void at_part_isReadOverABaseOfItsOwn() throws Exception {
    Settings settings = Settings.ofYaml("things: {a.b: {low: 4}}", "s.yaml");
    Inner base = new Inner(0, 5, Choice.defaults());

    assertThat(settings.at("things", "a.b").over(Inner.class, base))
        .isEqualTo(new Inner(4, 5, Choice.defaults()));
    assertThat(settings.at("things", "other").over(Inner.class, base)).isEqualTo(base);
    Settings bad = Settings.ofYaml("things: {a.b: {lo: 4}}", "s.yaml").at("things", "a.b");
    assertThat(assertThrows(SettingsException.class, () -> bad.over(Inner.class, base)).messages())
        .containsExactly("s.yaml:1:16: things.\"a.b\": unknown key 'lo', did you mean 'low'?");
  }

  @Test
  void ofPairs_quotedPathAndYamlValue_areRead() throws Exception {
    Settings pairs =
        Settings.ofPairs(
            List.of("things.\"a.b\".low=3", "sizes=[4, 5]", "inner.choice={all: true}"), "options");
    SampleConfig config = pairs.over(SampleConfig.class, DEFAULTS);

    assertThat(config.things()).containsKey("a.b");
    assertThat(config.sizes()).containsExactly(4, 5).inOrder();
    assertThat(config.inner().choice().all()).hasValue(true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"port", "=1", ".port=1", "a..b=1", "a.\"b=1", "port=1 2", "port.x=1"})
  void ofPairs_malformed_isRefused(String pair) {
    SettingsException refused =
        assertThrows(
            SettingsException.class,
            () ->
                Settings.ofPairs(List.of("port=7", pair), "options")
                    .over(SampleConfig.class, DEFAULTS));
    assertThat(refused.messages().get(0)).startsWith("options: ");
  }

  @Test
  void ofFile_missingOrNotUtf8_isRefusedWithItsName(@TempDir Path folder) throws IOException {
    Path missing = folder.resolve("none.yaml");
    Path binary = Files.write(folder.resolve("b.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 1});

    for (Path file : List.of(missing, binary)) {
      SettingsException refused =
          assertThrows(SettingsException.class, () -> Settings.ofFile(file));
      assertThat(refused.messages().get(0)).startsWith(file.toString());
    }
  }

  @Test
  void none_overAnything_isTheBase() throws Exception {
    assertThat(Settings.none().over(SampleConfig.class, DEFAULTS)).isEqualTo(DEFAULTS);
    assertThat(Settings.none().at("x").over(SampleConfig.class, DEFAULTS)).isEqualTo(DEFAULTS);
  }
}
