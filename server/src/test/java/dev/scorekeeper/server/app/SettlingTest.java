package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;

import org.junit.jupiter.api.Test;

/** When the warm-up's traffic has done its work. */
final class SettlingTest {

  private final Settling settling = new Settling(true, false);

  @Test
  void isSettled_compilerStillBusy_notYet() {
    for (int round = 0; round < 10; round++) {
      settling.round(Settling.ROUND_ANSWERS, 76);
      assertThat(settling.isSettled()).isFalse();
    }
  }

  @Test
  void isSettled_quietRoundAfterManyAnswers_yes() {
    settling.round(Settling.ROUND_ANSWERS, 900);
    settling.round(Settling.ROUND_ANSWERS, 600);
    settling.round(Settling.ROUND_ANSWERS, 10);
    assertThat(settling.isSettled()).isFalse();
    settling.round(Settling.ROUND_ANSWERS, 75);

    assertThat(settling.isSettled()).isTrue();
  }

  @Test
  void isSettled_busyAgain_countsTheLastRound() {
    settling.round(Settling.LEAST_ANSWERS, 0);
    settling.round(Settling.ROUND_ANSWERS, 900);

    assertThat(settling.isSettled()).isFalse();
  }

  @Test
  void isSettled_fewAnswers_waitsForMore() {
    settling.round(100, 0);
    settling.round(100, 0);

    assertThat(settling.isSettled()).isFalse();
  }

  @Test
  void isSettled_compilerHasACoreOfItsOwn_onlyAnswersCount() {
    Settling spacious = new Settling(false, false);

    spacious.round(Settling.LEAST_ANSWERS - 1, 900);
    assertThat(spacious.isSettled()).isFalse();
    spacious.round(1, 900);
    assertThat(spacious.isSettled()).isTrue();
  }

  @Test
  void isSettled_profilesOfAnEarlierStart_fewerAnswersDo() {
    Settling profiled = new Settling(false, true);

    profiled.round(Settling.ROUND_ANSWERS, 0);
    assertThat(profiled.isSettled()).isFalse();
    profiled.round(Settling.ROUND_ANSWERS, 0);
    assertThat(profiled.isSettled()).isTrue();
  }
}
