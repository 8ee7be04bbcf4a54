package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;

import org.junit.jupiter.api.Test;

/** When the warm-up's traffic has done its work. */
final class SettlingTest {

  private final Settling settling = new Settling();
  private long answers;

  private void windows(long... rates) {
    for (long rate : rates) {
      assertThat(settling.isSettled()).isFalse();
      answers += rate;
      settling.window(answers);
    }
  }

  @Test
  void isSettled_rateRises_notYet() {
    windows(1_000, 2_000, 4_000, 8_000, 16_000, 32_000);

    assertThat(settling.isSettled()).isFalse();
  }

  @Test
  void isSettled_rateStays_afterSomeWindows() {
    windows(3_000, 4_000, 4_100, 3_900, 4_200);

    assertThat(settling.isSettled()).isTrue();
  }

  @Test
  void isSettled_rateRisesAgain_countsAnew() {
    windows(2_000, 2_000, 2_000, 4_000, 4_000, 4_000, 4_000);

    assertThat(settling.isSettled()).isTrue();
  }

  @Test
  void isSettled_fewAnswers_waitsForMore() {
    windows(100, 100, 100, 100, 100, 100);

    assertThat(settling.isSettled()).isFalse();
  }
}
