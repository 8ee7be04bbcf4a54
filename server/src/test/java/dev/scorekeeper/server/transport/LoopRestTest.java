package dev.scorekeeper.server.transport;

import static com.google.common.truth.Truth.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

final class LoopRestTest {

  private final Queue<Runnable> atRoundEnd = new ArrayDeque<>();
  private final List<Long> rests = new ArrayList<>();
  private boolean coresTaken = true;
  private final LoopRest rest = new LoopRest(atRoundEnd::add, () -> coresTaken, 1_000, rests::add);

  private void endRound() {
    while (!atRoundEnd.isEmpty()) {
      atRoundEnd.remove().run();
    }
  }

  @Test
  void afterThisRound_often_isOneRestAtItsEnd() {
    rest.afterThisRound();
    rest.afterThisRound();
    assertThat(rests).isEmpty();

    endRound();
    endRound();

    assertThat(rests).containsExactly(1_000L);
  }

  @Test
  void afterThisRound_inEveryRound_isOneRestForEach() {
    for (int round = 0; round < 3; round++) {
      rest.afterThisRound();
      endRound();
    }

    assertThat(rests).containsExactly(1_000L, 1_000L, 1_000L);
  }

  @Test
  void afterThisRound_aCoreIsFree_isNone() {
    coresTaken = false;
    rest.afterThisRound();
    endRound();
    assertThat(rests).isEmpty();

    coresTaken = true;
    rest.afterThisRound();
    endRound();
    assertThat(rests).hasSize(1);
  }
}
