package dev.scorekeeper.benchmarks.compare;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests of {@link CompareOptions}. */
class CompareOptionsTest {

  @Test
  void parse_twoCommits_takesTheDefaults() {
    assertThat(CompareOptions.parse(List.of("main", "HEAD")))
        .isEqualTo(new CompareOptions("main", "HEAD", ".*", 5, 0.03, false));
  }

  @Test
  void parse_everything_takesIt() {
    assertThat(
            CompareOptions.parse(
                List.of(
                    "--forks", "7", "a", "--benchmarks", "Run.*", "b", "--band", "5", "--json")))
        .isEqualTo(new CompareOptions("a", "b", "Run.*", 7, 0.05, true));
  }

  @Test
  void parse_misuse_throwsASentence() {
    assertThat(complaint("a")).contains("two commits");
    assertThat(complaint("a", "b", "c")).contains("two commits");
    assertThat(complaint("a", "b", "--fork", "2")).contains("--fork");
    assertThat(complaint("a", "b", "--forks", "1")).contains("--forks must be from 2");
    assertThat(complaint("a", "b", "--forks", "two")).contains("not a number");
    assertThat(complaint("a", "b", "--band")).contains("needs a value");
  }

  private static String complaint(String... arguments) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> CompareOptions.parse(List.of(arguments)))
            .getMessage());
  }
}
