package dev.scorekeeper.server.evaluation.testing;

import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.OutputRows;
import java.util.List;
import java.util.Random;

/**
 * An output as models have them, with random rows: ties, scores at the ends, and now and then a
 * saturated one among them. Whoever adds a kind of output adds it here.
 */
public final class ExampleOutput {

  private static final String WITH_LOGITS = "binary with logits";

  public static final List<ExampleOutput> ALL =
      List.of(
          new ExampleOutput(
              "binary", List.of(1), List.of(1), LabelEncoding.SPARSE, ScoreKind.PROBABILITY),
          new ExampleOutput(
              "binary logit", List.of(1), List.of(), LabelEncoding.SPARSE, ScoreKind.LOGIT),
          new ExampleOutput(
              WITH_LOGITS, List.of(1), List.of(1), LabelEncoding.SPARSE, ScoreKind.PROBABILITY),
          new ExampleOutput(
              "signed", List.of(1), List.of(1), LabelEncoding.SIGNED_BINARY, ScoreKind.REAL),
          new ExampleOutput(
              "classes", List.of(4), List.of(), LabelEncoding.SPARSE, ScoreKind.PROBABILITY),
          new ExampleOutput(
              "classes one hot",
              List.of(4),
              List.of(4),
              LabelEncoding.ONE_HOT,
              ScoreKind.PROBABILITY),
          new ExampleOutput(
              "classes logit", List.of(4), List.of(1), LabelEncoding.SPARSE, ScoreKind.LOGIT),
          new ExampleOutput(
              "questions",
              List.of(3),
              List.of(3),
              LabelEncoding.MULTI_LABEL,
              ScoreKind.PROBABILITY),
          new ExampleOutput(
              "class ids", List.of(), List.of(), LabelEncoding.SPARSE, ScoreKind.CLASS_ID),
          new ExampleOutput(
              "pixels", List.of(5, 3), List.of(5), LabelEncoding.SPARSE, ScoreKind.PROBABILITY),
          new ExampleOutput("real", List.of(1), List.of(1), LabelEncoding.REAL, ScoreKind.REAL),
          new ExampleOutput(
              "real scalar", List.of(), List.of(), LabelEncoding.REAL, ScoreKind.REAL),
          new ExampleOutput(
              "real vector", List.of(3), List.of(3), LabelEncoding.REAL, ScoreKind.REAL),
          new ExampleOutput(
              "series", List.of(4, 1), List.of(4, 1), LabelEncoding.REAL, ScoreKind.REAL),
          new ExampleOutput(
              "text", List.of(6, 4), List.of(2), LabelEncoding.SPARSE, ScoreKind.LOGIT));

  private final String name;
  private final List<Integer> predictionShape;
  private final List<Integer> labelShape;
  private final LabelEncoding encoding;
  private final ScoreKind kind;

  private ExampleOutput(
      String name,
      List<Integer> predictionShape,
      List<Integer> labelShape,
      LabelEncoding encoding,
      ScoreKind kind) {
    this.name = name;
    this.predictionShape = predictionShape;
    this.labelShape = labelShape;
    this.encoding = encoding;
    this.kind = kind;
  }

  /** What comes with the rows. */
  public enum Extras {
    NOTHING,
    ROW_WEIGHTS,
    /** Predictions among which some are NaN or infinite, and weights. */
    NOT_FINITE,
    /** Weights and a mask for each element of the labels. */
    ELEMENT_WEIGHTS_AND_MASK
  }

  public MetricContext context(Extras extras) {
    return new MetricContext(
        "output",
        predictionShape,
        labelShape,
        encoding,
        kind,
        kind == ScoreKind.LOGIT || kind == ScoreKind.REAL ? 0f : 0.5f,
        false,
        1,
        List.of(),
        extras != Extras.NOTHING);
  }

  @Override
  public String toString() {
    return name;
  }

  /** So many rows. */
  public OutputRows rows(Random random, int count, Extras extras) {
    OutputRows rows = new OutputRows();
    rows.count = count;
    rows.predictionShape = predictionShape.stream().mapToInt(i -> i).toArray();
    rows.labelShape = labelShape.stream().mapToInt(i -> i).toArray();
    rows.predictionWidth = width(predictionShape);
    rows.labelWidth = width(labelShape);
    rows.predictions = new float[count * rows.predictionWidth];
    rows.labels = new double[count * rows.labelWidth];
    rows.groups = new long[count];
    for (int i = 0; i < count; i++) {
      rows.groups[i] = random.nextInt(6);
    }
    fillPredictions(random, rows);
    fillLabels(random, rows);
    if (extras == Extras.NOT_FINITE) {
      spoil(random, rows.predictions);
    }
    fillExtras(random, rows, extras);
    return rows;
  }

  private void fillExtras(Random random, OutputRows rows, Extras extras) {
    if (extras == Extras.NOTHING) {
      return;
    }
    boolean each = extras == Extras.ELEMENT_WEIGHTS_AND_MASK;
    rows.weightWidth = each ? rows.labelWidth : 1;
    rows.weights = new double[rows.count * rows.weightWidth];
    for (int i = 0; i < rows.weights.length; i++) {
      rows.weights[i] = random.nextInt(5) == 0 ? random.nextInt(3) : random.nextDouble() * 3;
    }
    if (each) {
      rows.maskWidth = rows.labelWidth;
      rows.mask = new boolean[rows.count * rows.maskWidth];
      for (int i = 0; i < rows.mask.length; i++) {
        rows.mask[i] = random.nextInt(4) > 0;
      }
    }
  }

  private void fillPredictions(Random random, OutputRows rows) {
    int last = predictionShape.isEmpty() ? 1 : predictionShape.get(predictionShape.size() - 1);
    float[] p = rows.predictions;
    for (int i = 0; i < p.length; i++) {
      p[i] =
          switch (kind) {
            case PROBABILITY -> probability(random);
            case LOGIT -> (random.nextInt(61) - 30) / 4f;
            case REAL -> random.nextInt(4) == 0 ? random.nextInt(3) : (float) gaussian(random);
            case CLASS_ID -> random.nextInt(4);
          };
    }
    if (kind == ScoreKind.PROBABILITY && encoding != LabelEncoding.MULTI_LABEL && last > 1) {
      normalize(p, last);
    }
    if (name.equals(WITH_LOGITS)) {
      float[] logits = new float[p.length];
      for (int i = 0; i < p.length; i++) {
        logits[i] = random.nextInt(81) - 40;
        p[i] = (float) (1 / (1 + Math.exp(-logits[i])));
      }
      rows.logits = logits;
    }
  }

  private static float probability(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> 0;
      case 1 -> 1;
      case 2 -> 0.5f;
      case 3 -> 1e-9f;
      default -> random.nextInt(2) == 0 ? random.nextInt(10) / 10f : random.nextFloat();
    };
  }

  private static void spoil(Random random, float[] p) {
    float[] bad = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    for (int i = 0; i < p.length; i++) {
      p[i] = random.nextInt(15) == 0 ? bad[random.nextInt(3)] : p[i];
    }
  }

  private static void normalize(float[] p, int size) {
    for (int from = 0; from < p.length; from += size) {
      float sum = 0;
      for (int i = from; i < from + size; i++) {
        p[i] += 1e-3f;
        sum += p[i];
      }
      for (int i = from; i < from + size; i++) {
        p[i] /= sum;
      }
    }
  }

  private void fillLabels(Random random, OutputRows rows) {
    double[] y = rows.labels;
    int classes = predictionShape.isEmpty() ? 4 : predictionShape.get(predictionShape.size() - 1);
    if (encoding == LabelEncoding.ONE_HOT) {
      for (int from = 0; from < y.length; from += classes) {
        y[from + random.nextInt(classes)] = 1;
      }
      return;
    }
    for (int i = 0; i < y.length; i++) {
      y[i] =
          switch (encoding) {
            case SPARSE -> random.nextInt(Math.max(classes, 2));
            case MULTI_LABEL -> random.nextInt(2);
            case SIGNED_BINARY -> 2 * random.nextInt(2) - 1;
            case REAL -> random.nextInt(4) == 0 ? random.nextInt(3) : gaussian(random);
            case ONE_HOT -> 0;
          };
    }
  }

  private static double gaussian(Random random) {
    return random.nextGaussian() * (random.nextInt(10) == 0 ? 1e3 : 1);
  }

  private static int width(List<Integer> shape) {
    return shape.stream().reduce(1, (a, b) -> a * b);
  }
}
