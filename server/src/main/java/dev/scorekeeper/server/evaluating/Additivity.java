package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.RunException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Whether a function of rows is a sum over them, as far as some real rows show.
 *
 * <p>{@code f(A ∪ B) = f(A) + f(B)} cannot be held to 1e-9 as it stands: in a run of another size a
 * float32 model gives a row other last bits. So two laws that follow from it are held instead:
 *
 * <ul>
 *   <li><em>exchange</em>, to 1e-9: {@code f(A ∪ B) + f(C ∪ D) = f(A ∪ D) + f(C ∪ B)}, runs of one
 *       size with each row in its place, so that no bit of the model's own may differ. A median, a
 *       root of sums or a sum in float32 breaks it, a mean does not;
 *   <li><em>twice</em>, to 1e-4: {@code f(r, r) = 2 f(r)}, for rows with a state that is large
 *       enough to tell. A mean breaks it.
 * </ul>
 *
 * <p>Not thread-safe.
 */
final class Additivity {

  private static final double EXCHANGE_TOLERANCE = 1e-9;
  private static final double TWICE_TOLERANCE = 1e-4;

  /** Share of the largest label that a float32 model may be off by. */
  private static final double NOISE = 1e-5;

  /** Rows that are run twice for each number. */
  private static final int MOST_TWICE = 3;

  /** Times that rows are looked at in vain. */
  private static final int MOST_ATTEMPTS = 16;

  private final int mostRows;
  private final int numbers;

  /** For each number the rows whose double was compared, and those where it was wrong. */
  private final int[] compared;

  private final int[] broken;
  private final double[] wrong;
  private final double[] right;
  private int attempts;
  private boolean settled;

  /** The function, over these rows together; places in the array of rows, which may repeat. */
  @FunctionalInterface
  interface Runner {
    double[] run(int[] rows) throws RunException, ProblemException;
  }

  /**
   * A number that is no sum.
   *
   * @param number which
   * @param what was run
   */
  record Breach(int number, String what, double got, double expected) {}

  /**
   * A check.
   *
   * @param mostRows most rows of a run, {@code >= 2}
   * @param numbers that the function gives
   */
  Additivity(int mostRows, int numbers) {
    this.mostRows = mostRows;
    this.numbers = numbers;
    this.compared = new int[numbers];
    this.broken = new int[numbers];
    this.wrong = new double[numbers];
    this.right = new double[numbers];
  }

  /** Whether rows have shown enough; further checks are of no use. */
  boolean settled() {
    return settled;
  }

  /**
   * Looks at further rows; null when they show nothing against it.
   *
   * @param rows that there are
   * @param states what each row alone gives: number j of row r at {@code r * numbers + j}
   * @param together runs several of the rows
   * @param largestLabel the largest magnitude of a label of these rows, {@code >= 1}
   */
  @Nullable Breach check(int[] rows, double[] states, Runner together, double largestLabel)
      throws RunException, ProblemException {
    double noise = NOISE * largestLabel;
    Breach breach = rows.length < 2 ? null : exchange(rows, states, together, noise);
    if (breach == null) {
      breach = twice(rows, states, together, noise);
    }
    attempts++;
    settled = attempts >= MOST_ATTEMPTS || Arrays.stream(compared).allMatch(n -> n > 0);
    return breach;
  }

  private @Nullable Breach exchange(int[] rows, double[] states, Runner together, double noise)
      throws RunException, ProblemException {
    int half = Math.max(1, Math.min(mostRows / 2, rows.length / 4));
    boolean few = rows.length < 4;
    int[] a = Arrays.copyOf(rows, half);
    int[] b = Arrays.copyOfRange(rows, half, 2 * half);
    int[] c = few ? b : Arrays.copyOfRange(rows, 2 * half, 3 * half);
    int[] d = few ? a : Arrays.copyOfRange(rows, 3 * half, 4 * half);
    double[] ab = together.run(joined(a, b));
    double[] cd = together.run(joined(c, d));
    double[] ad = together.run(joined(a, d));
    double[] cb = together.run(joined(c, b));
    for (int j = 0; j < numbers; j++) {
      double scale = noise;
      for (int[] part : new int[][] {a, b, c, d}) {
        for (int row : part) {
          scale += Math.abs(states[row * numbers + j]);
        }
      }
      double expected = ad[j] + cb[j] - cd[j];
      if (Math.abs(ab[j] - expected) > EXCHANGE_TOLERANCE * scale) {
        String what = "a run of %d rows".formatted(2 * half);
        return new Breach(j, what, ab[j], expected);
      }
    }
    return null;
  }

  private static int[] joined(int[] first, int[] second) {
    int[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  /** Broken where most rows say so: in a run of another size a score may cross a threshold. */
  private @Nullable Breach twice(int[] rows, double[] states, Runner together, double noise)
      throws RunException, ProblemException {
    for (int row : rows) {
      if (tells(row, states, noise)) {
        double[] sum = together.run(new int[] {row, row});
        for (int j = 0; j < numbers; j++) {
          compare(j, states[row * numbers + j], sum[j], noise);
        }
      }
    }
    for (int j = 0; j < numbers; j++) {
      if (2 * broken[j] > compared[j]) {
        return new Breach(j, "a run of a row twice", wrong[j], right[j]);
      }
    }
    return null;
  }

  /** Whether the row has a state of which too few were seen. */
  private boolean tells(int row, double[] states, double noise) {
    for (int j = 0; j < numbers; j++) {
      if (compared[j] < MOST_TWICE && isLarge(states[row * numbers + j], noise)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLarge(double state, double noise) {
    return Math.abs(state) > 10 * noise;
  }

  private void compare(int number, double state, double doubled, double noise) {
    if (isLarge(state, noise)) {
      compared[number]++;
      double tolerance = TWICE_TOLERANCE * 2 * Math.abs(state) + noise;
      if (Math.abs(doubled - 2 * state) > tolerance) {
        broken[number]++;
        wrong[number] = doubled;
        right[number] = 2 * state;
      }
    }
  }
}
