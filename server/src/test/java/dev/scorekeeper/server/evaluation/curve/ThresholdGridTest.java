package dev.scorekeeper.server.evaluation.curve;

import static com.google.common.truth.Truth.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class ThresholdGridTest {

  @Test
  void exceeded_evenGrid_isFoundInFloat32() {
    // A product in double would put some floats into other buckets.
    ThresholdGrid grid = ThresholdGrid.ofAuc(200);
    Random random = new Random(1);
    int different = 0;
    for (int i = 0; i < 2_000_000; i++) {
      float score = random.nextFloat();
      int inDouble = Math.max((int) Math.ceil((double) score * 199), 1);
      if (grid.exceeded(score) != inDouble) {
        different++;
      }
    }
    assertThat(different).isGreaterThan(0);
    assertThat(different).isLessThan(100);
  }

  @Test
  void exceeded_scoresAtThresholds_sometimesDisagreesWithComparing() {
    ThresholdGrid even = ThresholdGrid.linear(200);
    int different = 0;
    for (int k = 1; k < 199; k++) {
      float threshold = even.threshold(k);
      int comparing = 0;
      for (int i = 0; i < 200; i++) {
        comparing += threshold > even.threshold(i) ? 1 : 0;
      }
      different += even.exceeded(threshold) == comparing ? 0 : 1;
    }
    assertThat(different).isEqualTo(8);
  }

  @Test
  void exceeded_ends_dependOnWhetherThresholdsLieOutside() {
    ThresholdGrid outside = ThresholdGrid.ofAuc(5);
    assertThat(outside.exceeded(0f)).isEqualTo(1);
    assertThat(outside.exceeded(-3f)).isEqualTo(1);
    assertThat(outside.exceeded(1f)).isEqualTo(4);
    assertThat(outside.exceeded(Float.NaN)).isEqualTo(0);
    ThresholdGrid inside = ThresholdGrid.listed(0, 0.5, 1);
    assertThat(inside.exceeded(0f)).isEqualTo(0);
    assertThat(inside.exceeded(0.5f)).isEqualTo(1);
    assertThat(inside.exceeded(1f)).isEqualTo(2);
  }

  @Test
  void needed_listedInAnyOrder_isTheRankOfEach() {
    ThresholdGrid grid = ThresholdGrid.listed(0.7, 0.3, 0.7);
    assertThat(grid.needed(0)).isEqualTo(2);
    assertThat(grid.needed(1)).isEqualTo(1);
    assertThat(grid.needed(2)).isEqualTo(2);
    assertThat(grid.exceeded(0.7f)).isEqualTo(1);
    assertThat(grid.exceeded(Math.nextUp(0.7f))).isEqualTo(3);
    assertThat(grid.exceeded(Float.NaN)).isEqualTo(0);
  }
}
