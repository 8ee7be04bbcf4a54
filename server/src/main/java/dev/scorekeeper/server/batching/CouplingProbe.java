package dev.scorekeeper.server.batching;

import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.RunException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether the rows of a run influence each other, and whether a row alone gives the same
 * bits as among others: runs rows alone, together and in another order, and compares. Blocks; used
 * once.
 */
final class CouplingProbe {

  static final String NOTHING_WORKS =
      "no synthetic input works; record warm-up requests or set sharing: always";
  static final String NOTHING_DISTINCT =
      "only equal rows could be tried, which does not show whether rows influence each other;"
          + " record warm-up requests or set sharing: always";

  /** Rows tried; a run longer than the limit below is tried with two. */
  static final int ROWS = 5;

  /** One comparison is made, however long it takes; further ones within this time. */
  private static final long BUDGET_NANOS = 500_000_000;

  private static final int ENOUGH_SETS = 5;
  private static final long LONG_RUN_NANOS = 200_000_000;

  private final Trial trial;
  private final SampleSource source;
  private boolean aloneDiffers;

  CouplingProbe(Trial trial, SampleSource source) {
    this.trial = trial;
    this.source = source;
  }

  /**
   * What was found.
   *
   * @param verdict whether rows influence each other
   * @param aloneDiffers a row alone gave other last bits than the same row among others
   * @param working rows that the model takes; null when none were found
   */
  record Finding(Verdict verdict, boolean aloneDiffers, @Nullable List<Sample> working) {}

  Finding find() {
    List<Sample> working = null;
    int compared = 0;
    long start = System.nanoTime();
    for (List<Sample> samples : source.candidates()) {
      OwnedRows first = tryRun(samples.subList(0, 1));
      if (first == null) {
        continue;
      }
      working = working == null ? samples : working;
      String difference = compare(samples, first);
      if (difference != null) {
        return new Finding(Verdict.apart(difference), aloneDiffers, samples);
      }
      compared += isDistinct(samples) ? 1 : 0;
      if (compared == ENOUGH_SETS || (compared > 0 && System.nanoTime() - start > BUDGET_NANOS)) {
        break;
      }
    }
    if (working == null) {
      return new Finding(Verdict.apart(NOTHING_WORKS), aloneDiffers, null);
    }
    Verdict verdict = compared > 0 ? Verdict.SHARED : Verdict.apart(NOTHING_DISTINCT);
    return new Finding(verdict, aloneDiffers, working);
  }

  private static boolean isDistinct(List<Sample> samples) {
    return samples.stream().anyMatch(sample -> !sample.equalTo(samples.get(0)));
  }

  private @Nullable OwnedRows tryRun(List<Sample> samples) {
    try {
      return trial.run(samples);
    } catch (RunException e) {
      return null;
    }
  }

  /** Why the rows must be kept apart; null when they need not. */
  private @Nullable String compare(List<Sample> candidates, OwnedRows first) {
    long start = System.nanoTime();
    OwnedRows again = tryRun(candidates.subList(0, 1));
    if (again == null || difference(first, 0, again, 0) != null) {
      return "outputs of equal rows differ, so it cannot be told whether rows influence each other";
    }
    boolean slow = System.nanoTime() - start > LONG_RUN_NANOS;
    List<Sample> samples =
        slow ? candidates.subList(0, Math.min(2, candidates.size())) : candidates;
    List<OwnedRows> alone = new ArrayList<>();
    List<Sample> accepted = new ArrayList<>();
    for (Sample sample : samples) {
      OwnedRows rows = tryRun(List.of(sample));
      if (rows != null) {
        alone.add(rows);
        accepted.add(sample);
      }
    }
    String difference = compareTogether(accepted, alone);
    if (difference == null && !slow) {
      Collections.reverse(accepted);
      Collections.reverse(alone);
      difference = compareTogether(accepted.subList(0, Math.max(1, accepted.size() - 1)), alone);
    }
    return difference;
  }

  private @Nullable String compareTogether(List<Sample> samples, List<OwnedRows> alone) {
    OwnedRows together = tryRun(samples);
    if (together == null) {
      return "rows that the model takes alone fail together";
    }
    for (int o = 0; o < together.outputs().size(); o++) {
      if (SignaturePlan.lacksRows(together.shape(o), samples.size())
          || SignaturePlan.lacksRows(alone.get(0).shape(o), 1)) {
        return "output '" + together.outputs().get(o).name() + "' does not follow the rows";
      }
    }
    for (int row = 0; row < samples.size(); row++) {
      OutputSpec output = difference(alone.get(row), 0, together, row);
      if (output != null) {
        return "rows influence each other in output '" + output.name() + "'";
      }
      aloneDiffers |= samples.size() > 1 && !identical(alone.get(row), together, row);
    }
    return null;
  }

  private static boolean identical(OwnedRows alone, OwnedRows together, int row) {
    for (int o = 0; o < together.outputs().size(); o++) {
      if (!Closeness.identicalRows(alone, 0, together, row, o)) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable OutputSpec difference(
      OwnedRows left, int leftRow, OwnedRows right, int rightRow) {
    for (int o = 0; o < left.outputs().size(); o++) {
      if (!Closeness.ofRows(left, leftRow, right, rightRow, o)) {
        return left.outputs().get(o);
      }
    }
    return null;
  }
}
