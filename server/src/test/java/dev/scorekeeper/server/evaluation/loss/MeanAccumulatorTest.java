package dev.scorekeeper.server.evaluation.loss;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.Value.Undefined;
import dev.scorekeeper.server.evaluation.loss.MeanAccumulator.Divisor;
import dev.scorekeeper.server.evaluation.testing.TestRows;
import dev.scorekeeper.server.evaluation.testing.TestTensor;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MeanAccumulatorTest {

  /** Two rows of three positions; absolute errors 1 2 3, 4 5 6. */
  private static OutputRows rows() {
    return TestRows.of(
        TestTensor.of(List.of(List.of(0, 0, 0), List.of(0, 0, 0))),
        TestTensor.of(
            List.of(
                List.of(List.of(1), List.of(2), List.of(3)),
                List.of(List.of(4), List.of(5), List.of(6)))));
  }

  private static MeanAccumulator mean(OutputRows rows, Divisor divisor) {
    MeanAccumulator mean =
        new MeanAccumulator(Formula.ABSOLUTE_ERROR.function(), divisor, rows.weightWidth > 0);
    mean.addAll(rows);
    return mean;
  }

  @Test
  void value_nothingAdded_isNotDefined() {
    OutputRows rows = rows();
    rows.count = 0;

    assertThat(mean(rows, Divisor.WEIGHT).value().undefined()).isEqualTo(Undefined.EMPTY);
    assertThat(mean(rows, Divisor.ONE).value().number()).isEqualTo(0);
  }

  @Test
  void value_rowWeights_countForAllPositions() {
    OutputRows rows = rows();
    rows.weights = new double[] {1, 2};
    rows.weightWidth = 1;

    assertThat(mean(rows, Divisor.COUNT).value().number()).isEqualTo(36 / 6.0);
    assertThat(mean(rows, Divisor.WEIGHT).value().number()).isEqualTo(36 / 9.0);
    assertThat(mean(rows, Divisor.ONE).value().number()).isEqualTo(36);
  }

  @Test
  void value_maskedPositions_doNotCount() {
    OutputRows rows = rows();
    rows.mask = new boolean[] {true, false, false, true, true, false};
    rows.maskWidth = 3;

    assertThat(mean(rows, Divisor.COUNT).value().number()).isEqualTo(10 / 3.0);
  }

  @Test
  void value_maskOfElementsUnderOneCell_countsElements() {
    OutputRows rows =
        TestRows.of(
            TestTensor.of(List.of(List.of(0, 0, 0), List.of(0, 0, 0))),
            TestTensor.of(List.of(List.of(1, 2, 3), List.of(4, 5, 6))));
    assertThat(mean(rows, Divisor.COUNT).value().number()).isEqualTo(3.5);
    rows.mask = new boolean[] {true, false, false, true, true, false};
    rows.maskWidth = 3;
    rows.weights = new double[] {2, 1, 1, 1, 0, 1};
    rows.weightWidth = 3;

    assertThat(mean(rows, Divisor.COUNT).value().number()).isEqualTo(6 / 3.0);
    assertThat(mean(rows, Divisor.WEIGHT).value().number()).isEqualTo(6 / 3.0);
  }

  @Test
  void value_weightsOfZero_hideWhatIsNotFinite() {
    OutputRows rows = rows();
    rows.predictions[4] = Float.NaN;
    rows.weights = new double[] {1, 0};
    rows.weightWidth = 1;

    assertThat(mean(rows, Divisor.WEIGHT).value().number()).isEqualTo(2);
    rows.weights[1] = 1;
    assertThat(mean(rows, Divisor.WEIGHT).value().undefined()).isEqualTo(Undefined.NOT_FINITE);
    rows.weights = new double[] {0, 0};
    assertThat(mean(rows, Divisor.WEIGHT).value().undefined())
        .isEqualTo(Undefined.ZERO_DENOMINATOR);
  }

  @Test
  void merge_ofAnotherKind_isRefused() {
    MeanAccumulator mean = mean(rows(), Divisor.COUNT);

    assertThrows(
        IllegalArgumentException.class,
        () -> mean.merge(new HingeAccumulator(Formula.HINGE, Divisor.COUNT, false)));
  }
}
