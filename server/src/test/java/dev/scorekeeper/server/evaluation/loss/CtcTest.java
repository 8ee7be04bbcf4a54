package dev.scorekeeper.server.evaluation.loss;

import static com.google.common.truth.Truth.assertThat;

import dev.scorekeeper.server.evaluation.OutputRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class CtcTest {

  private static final int TIME = 5;
  private static final int CLASSES = 3;

  private final Random random = new Random(7);

  @Test
  void compute_anyLabels_isTheSumOverAllPaths() {
    Ctc ctc = new Ctc();
    double[] value = new double[1];
    for (double[] labels :
        new double[][] {{0, 0}, {1, 0}, {1, 2}, {2, 2}, {1, 1}, {2, 0}, {2, 1}}) {
      OutputRows rows = rows(labels, TIME);
      boolean clipped = ctc.compute(rows, 0, value);

      assertThat(clipped).isFalse();
      assertThat(value[0]).isWithin(1e-9).of(-Math.log(bruteForce(rows, labels)));
    }
  }

  @Test
  void compute_labelsThatDoNotFit_isInfinite() {
    double[] value = new double[1];
    new Ctc().compute(rows(new double[] {1, 1, 2}, 3), 0, value);
    assertThat(value[0]).isPositiveInfinity();

    new Ctc().compute(rows(new double[] {1, 7}, TIME), 0, value);
    assertThat(value[0]).isNaN();
  }

  private OutputRows rows(double[] labels, int time) {
    OutputRows rows = new OutputRows();
    rows.count = 1;
    rows.predictionShape = new int[] {time, CLASSES};
    rows.predictionWidth = time * CLASSES;
    rows.predictions = new float[time * CLASSES];
    for (int i = 0; i < rows.predictions.length; i++) {
      rows.predictions[i] = (float) random.nextGaussian();
    }
    rows.labelShape = new int[] {labels.length};
    rows.labelWidth = labels.length;
    rows.labels = labels;
    return rows;
  }

  /** Sum of the probabilities of all paths that collapse to the labels. */
  private static double bruteForce(OutputRows rows, double[] labels) {
    List<Integer> wanted = new ArrayList<>();
    for (double label : labels) {
      if (label != 0) {
        wanted.add((int) label);
      }
    }
    double sum = 0;
    int paths = (int) Math.pow(CLASSES, TIME);
    for (int path = 0; path < paths; path++) {
      double p = 1;
      List<Integer> collapsed = new ArrayList<>();
      int last = 0;
      int rest = path;
      for (int t = 0; t < TIME; t++) {
        int c = rest % CLASSES;
        rest /= CLASSES;
        p *= softmax(rows.predictions, t * CLASSES, c);
        if (c != 0 && c != last) {
          collapsed.add(c);
        }
        last = c;
      }
      sum += collapsed.equals(wanted) ? p : 0;
    }
    return sum;
  }

  private static double softmax(float[] logits, int from, int index) {
    double sum = 0;
    for (int i = 0; i < CLASSES; i++) {
      sum += Math.exp(logits[from + i]);
    }
    return Math.exp(logits[from + index]) / sum;
  }
}
