package dev.scorekeeper.benchmarks.targets;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

final class FigureTest {

  private static final Figure MET =
      new Figure("stream", "rows/s", Bound.atLeast(2.5), Spread.of(2.4, 2.6, 2.7), "so \"many\"");

  @Test
  void spread_oddNumber_isMiddleLeastAndGreatest() {
    assertThat(Spread.of(3, 1, 2)).isEqualTo(new Spread(2, 1, 3));
  }

  @Test
  void spread_evenNumber_isMeanOfTheMiddle() {
    assertThat(Spread.of(4, 1, 2, 3)).isEqualTo(new Spread(2.5, 1, 4));
  }

  @Test
  void spread_nothing_throws() {
    assertThrows(IllegalArgumentException.class, Spread::of);
  }

  @Test
  void isMet_looksAtTheMedian() {
    assertThat(MET.isMet()).isTrue();
    assertThat(new Figure("r", "w", Bound.atMost(15), Spread.of(15.1), "").isMet()).isFalse();
    assertThat(new Figure("r", "w", Bound.NONE, Spread.of(1e9), "").isMet()).isTrue();
  }

  @Test
  void toString_saysTargetSpreadAndVerdict() {
    assertThat(MET.toString()).contains(">= 2.5  2.6 [2.4, 2.7]  met");
    assertThat(new Figure("r", "w", Bound.atMost(400), Spread.of(3140.4), "").toString())
        .contains("<= 400  3,140 [3,140, 3,140]  MISSED");
  }

  @Test
  void json_escapesText_andLeavesOutWhatIsNoTarget() {
    assertThat(FiguresJson.of(List.of(MET)))
        .isEqualTo(
            "[\n  {\"row\":\"stream\",\"what\":\"rows/s\",\"target\":\">= 2.5\",\"median\":2.6,"
                + "\"min\":2.4,\"max\":2.7,\"met\":true,\"detail\":\"so \\\"many\\\"\"}\n]\n");
    assertThat(FiguresJson.of(List.of(new Figure("r", "w", Bound.NONE, Spread.of(1 / 0.0), ""))))
        .contains("\"target\":null,\"median\":null,\"min\":null,\"max\":null,\"met\":null");
  }

  @Test
  void options_allGiven_areRead() {
    TargetOptions options =
        TargetOptions.parse("--only", "a,b", "--turns", "3", "--seconds", "0.5", "--json", "f");

    assertThat(options.only()).containsExactly("a", "b").inOrder();
    assertThat(options.turns()).isEqualTo(3);
    assertThat(options.seconds()).isEqualTo(0.5);
    assertThat(options.json().isPresent()).isTrue();
  }

  @Test
  void options_misused_throw() {
    assertThrows(IllegalArgumentException.class, () -> TargetOptions.parse("--turns"));
    assertThrows(IllegalArgumentException.class, () -> TargetOptions.parse("--turns", "0"));
    assertThrows(IllegalArgumentException.class, () -> TargetOptions.parse("--seconds", "NaN"));
    assertThrows(IllegalArgumentException.class, () -> TargetOptions.parse("--rows", "x"));
  }
}
