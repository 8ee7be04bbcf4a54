package dev.scorekeeper.server.evaluation.keras;

import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.testing.KerasGolden;
import dev.scorekeeper.server.evaluation.testing.TestRows;
import dev.scorekeeper.server.evaluation.testing.TestTensor;
import java.util.List;

/** Rows of the golden cases of metrics; those of Mean and Sum have values alone. */
final class GoldenRows {

  /** What is in the state of the case about 2^24 ones before its last value. */
  private static final int MANY = 1 << 24;

  private static final String SATURATED = "C-f32-sat";

  private GoldenRows() {}

  static OutputRows of(KerasGolden.Case golden) {
    if (golden.id().equals(SATURATED)) {
      TestTensor ones = TestTensor.of(List.of(1.0, 1.0));
      return TestRows.of(ones, ones);
    }
    if (golden.input("values").isPresent()) {
      TestTensor values = golden.input("values").orElseThrow();
      return TestRows.of(values, values, golden.input("w"));
    }
    return TestRows.of(golden);
  }

  /** How often a row counts. */
  static int times(KerasGolden.Case golden, int row) {
    return golden.id().equals(SATURATED) && row == 0 ? MANY : 1;
  }
}
