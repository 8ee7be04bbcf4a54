package dev.scorekeeper.server.evaluating;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What is a sum passes, whatever float32 does to it; what is none is found out. */
final class AdditivityTest {

  private static final int MOST_ROWS = 64;
  private static final double LABELS = 1;

  /** A function of the values of rows. */
  private interface Function {
    double of(double[] values);
  }

  private static final Map<String, Function> SUMS =
      Map.of(
          "sum", values -> Arrays.stream(values).sum(),
          "count", values -> values.length,
          "sum of squares", values -> Arrays.stream(values).map(v -> v * v).sum(),
          "count above a threshold", values -> Arrays.stream(values).filter(v -> v > 0.5).count(),
          "always nothing", values -> 0);

  private static final Map<String, Function> OTHERS =
      Map.of(
          "mean", values -> Arrays.stream(values).average().orElse(0),
          "greatest", values -> Arrays.stream(values).max().orElse(0),
          "root", values -> Math.sqrt(Arrays.stream(values).map(v -> v * v).sum()),
          "constant", values -> 1,
          "sum and one", values -> 1 + Arrays.stream(values).sum(),
          "spread", AdditivityTest::spread,
          "median", AdditivityTest::median,
          "sum in float32", AdditivityTest::floatSum);

  private static double spread(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
  }

  private static double median(double[] values) {
    double[] sorted = Arrays.stream(values).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static double floatSum(double[] values) {
    float sum = 0;
    for (double value : values) {
      sum += (float) value;
    }
    return sum;
  }

  private static double[] values(int count, long seed) {
    return new Random(seed).doubles(count, -1, 1).map(v -> v < 0 ? v - 0.1 : v + 0.1).toArray();
  }

  private static double[] chosen(double[] values, int... rows) {
    return Arrays.stream(rows).mapToDouble(row -> values[row]).toArray();
  }

  private static Additivity.@Nullable Breach check(
      Additivity additivity, double[] values, Function function) throws Exception {
    int[] rows = IntStream.range(0, values.length).toArray();
    double[] states = new double[values.length];
    for (int row : rows) {
      states[row] = function.of(chosen(values, row));
    }
    return additivity.check(
        rows, states, some -> new double[] {function.of(chosen(values, some))}, LABELS);
  }

  @TestFactory
  Stream<DynamicTest> check_sums_passForAnyNumberOfRows() {
    List<DynamicTest> tests = new ArrayList<>();
    SUMS.forEach(
        (name, function) ->
            tests.add(
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      for (int count = 0; count <= MOST_ROWS; count++) {
                        Additivity additivity = new Additivity(MOST_ROWS, 1);
                        assertWithMessage("%s rows", count)
                            .that(check(additivity, values(count, count), function))
                            .isNull();
                      }
                    })));
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> check_whatIsNoSum_isFoundOut() {
    List<DynamicTest> tests = new ArrayList<>();
    OTHERS.forEach(
        (name, function) ->
            tests.add(
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      for (int count : new int[] {2, 3, 4, 5, 17, MOST_ROWS}) {
                        // A median of two, and a sum of two floats, may well be sums.
                        boolean few = name.equals("median") || name.equals("sum in float32");
                        if (!few || count > 5) {
                          assertWithMessage("%s rows", count)
                              .that(check(new Additivity(MOST_ROWS, 1), values(count, 7), function))
                              .isNotNull();
                        }
                      }
                    })));
    return tests.stream();
  }

  @Test
  void check_mean_saysWhatWasExpected() throws Exception {
    Additivity.Breach breach =
        check(
            new Additivity(MOST_ROWS, 1),
            new double[] {0.25},
            values -> Arrays.stream(values).average().orElse(0));

    assertThat(breach).isEqualTo(new Additivity.Breach(0, "a run of a row twice", 0.25, 0.5));
  }

  @Test
  void check_secondNumberIsNoSum_namesIt() throws Exception {
    double[] values = values(8, 1);
    double[] states = new double[16];
    for (int row = 0; row < 8; row++) {
      states[2 * row] = values[row];
      states[2 * row + 1] = values[row];
    }
    int[] rows = IntStream.range(0, 8).toArray();

    Additivity.Breach breach =
        new Additivity(MOST_ROWS, 2)
            .check(
                rows,
                states,
                some -> {
                  double[] there = chosen(values, some);
                  return new double[] {
                    Arrays.stream(there).sum(), Arrays.stream(there).average().orElse(0)
                  };
                },
                LABELS);

    assertThat(breach).isNotNull();
    assertThat(breach.number()).isEqualTo(1);
  }

  @Test
  void check_rowsThatDifferInTheLastBitsWithTheSizeOfTheRun_pass() throws Exception {
    // As a float32 model that gives a row other bits in a run of another size.
    Function function =
        values ->
            Arrays.stream(values)
                .map(v -> Math.abs((float) (v * (1 + 1e-7 * (values.length % 5)))))
                .sum();

    assertThat(check(new Additivity(MOST_ROWS, 1), values(MOST_ROWS, 3), function)).isNull();
  }

  @Test
  void check_errorsThatAreNothingButNoise_pass() throws Exception {
    // A model judged by its own predictions: what is left depends on the size of the run alone.
    double[] zeros = new double[MOST_ROWS];
    Function function = values -> values.length == 1 ? 0 : 6e-8 * values.length;

    assertThat(check(new Additivity(MOST_ROWS, 1), zeros, function)).isNull();
  }

  @Test
  void settled_onceAStateWasLargeEnough_staysSo() throws Exception {
    Additivity additivity = new Additivity(MOST_ROWS, 1);
    Function sum = values -> Arrays.stream(values).sum();

    check(additivity, new double[MOST_ROWS], sum);
    boolean afterZeros = additivity.settled();
    check(additivity, values(4, 1), sum);

    assertThat(afterZeros).isFalse();
    assertThat(additivity.settled()).isTrue();
  }

  @Test
  void settled_statesAlwaysZero_isReachedAfterAWhile() throws Exception {
    Additivity additivity = new Additivity(MOST_ROWS, 1);
    int checks = 0;
    while (!additivity.settled() && checks < 100) {
      check(additivity, new double[MOST_ROWS], values -> 0);
      checks++;
    }

    assertThat(checks).isEqualTo(16);
  }
}
