package dev.scorekeeper.cli.load;

import static com.google.common.truth.Truth.assertThat;
import static dev.scorekeeper.cli.load.LoadResults.plan;
import static dev.scorekeeper.cli.load.LoadResults.result;
import static dev.scorekeeper.cli.load.LoadResults.window;
import static dev.scorekeeper.cli.load.LoadResults.windows;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Judgements on measurements. */
final class VerdictsTest {
  private static final Traffic RATE = Traffic.rate(1_000, true);

  @Test
  void stability_equalWindows_isStable() {
    Verdict verdict = Verdicts.stability(windows(3, 1_000, 1_000_000, 0));
    assertThat(verdict.good()).isTrue();
    assertThat(verdict.text()).startsWith("stable: over 3 windows");
    assertThat(verdict.text()).contains("p99");
  }

  @Test
  void stability_throughputThatFalls_isNotStable() {
    List<WindowResult> windows =
        List.of(window(1_000, 1_000_000, 0), window(980, 1_000_000, 0), window(850, 1_000_000, 0));
    assertThat(Verdicts.stability(windows).good()).isFalse();
  }

  @Test
  void stability_tailThatGrows_isNotStable() {
    List<WindowResult> windows =
        List.of(window(999, 1_000_000, 0), window(999, 1_000_000, 0), window(999, 1_200_000, 0));
    Verdict verdict = Verdicts.stability(windows);
    assertThat(verdict.good()).isFalse();
    assertThat(verdict.text()).contains("10 % is asked");
  }

  @Test
  void stability_fewAnswersInAWindow_judgesByALowerPercentile() {
    assertThat(Verdicts.stability(windows(3, 100, 1_000_000, 0)).text()).contains("p90");
    assertThat(Verdicts.stability(windows(3, 3, 1_000_000, 0)).text()).contains("too few");
    assertThat(Verdicts.stability(windows(2, 1_000, 1_000_000, 0)).good()).isFalse();
  }

  @Test
  void generator_sendsOnTime_isNotTheLimit() {
    LoadResult result =
        result(plan(RATE, 3), windows(3, 1_000, 2_000_000, 50_000), LoadResults.IDLE);
    assertThat(Verdicts.generator(result).good()).isTrue();
  }

  @Test
  void generator_sendsLate_isTheLimitOfAnOpenLoopOnly() {
    List<WindowResult> late = windows(3, 1_000, 4_000_000, 2_000_000);
    Verdict open = Verdicts.generator(result(plan(RATE, 3), late, LoadResults.IDLE));
    assertThat(open.good()).isFalse();
    assertThat(open.text()).startsWith("GENERATOR_LIMITED");
    assertThat(open.text()).contains("100 % of the requests were sent more than 1 ms late");
    LoadPlan closed = plan(Traffic.concurrency(8), 3);
    assertThat(Verdicts.generator(result(closed, late, LoadResults.IDLE)).good()).isTrue();
  }

  @Test
  void generator_busyThreadOrProcess_isTheLimit() {
    LoadPlan closed = plan(Traffic.concurrency(8), 3);
    List<WindowResult> windows = windows(3, 1_000, 2_000_000, 0);
    GeneratorUse hot = new GeneratorUse(4, 1.0, 0.97, "loop-1", 0.5, true);
    assertThat(Verdicts.generator(result(closed, windows, hot)).text()).contains("loop-1");
    GeneratorUse full = new GeneratorUse(2, 1.9, 0.5, "loop-1", 0.5, true);
    assertThat(Verdicts.generator(result(closed, windows, full)).good()).isFalse();
  }
}
