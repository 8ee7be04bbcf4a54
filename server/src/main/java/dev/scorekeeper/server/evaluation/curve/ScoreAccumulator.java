package dev.scorekeeper.server.evaluation.curve;

import dev.scorekeeper.server.evaluation.CurveSource;
import dev.scorekeeper.server.evaluation.MetricCurve;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.StateAccumulator;
import dev.scorekeeper.server.evaluation.classification.OutputForm;
import dev.scorekeeper.server.evaluation.loss.Cells;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Tables of the scores of an output: what all exact metrics over thresholds are read out of. */
final class ScoreAccumulator extends StateAccumulator implements CurveSource {

  /** Curves of more classes are more than can be looked at. */
  private static final int MOST_CURVES = 20;

  private final ScoreLayout layout;
  private final boolean weighted;
  private final ScoreTable[] tables;
  private final double[] exponentials;

  ScoreAccumulator(ScoreLayout layout, boolean weighted) {
    this.layout = layout;
    this.weighted = weighted;
    this.tables = new ScoreTable[layout.tableCount()];
    ScoreBatch batch = new ScoreBatch();
    for (int i = 0; i < tables.length; i++) {
      tables[i] = new ScoreTable(layout.mostEach(), weighted, batch);
    }
    this.exponentials = new double[layout.softmax() ? layout.classes() : 0];
  }

  ScoreLayout layout() {
    return layout;
  }

  ScoreTable table(int i) {
    return tables[i];
  }

  int tableCount() {
    return tables.length;
  }

  @Override
  public void add(OutputRows rows, int row, int times) {
    switch (layout.form()) {
      case BINARY -> addElements(rows, row, times);
      case QUESTIONS -> addQuestions(rows, row, times);
      default -> addClasses(rows, row, times);
    }
  }

  private void addElements(OutputRows rows, int row, int times) {
    int width = rows.predictionWidth;
    for (int i = 0; i < width; i++) {
      if (Cells.counts(rows, row, i, width)) {
        int at = row * width + i;
        put(
            tables[0],
            rows.predictions[at],
            OutputForm.yes(rows.labels[at]),
            weight(rows, row, i, width),
            times);
      }
    }
  }

  private void addQuestions(OutputRows rows, int row, int times) {
    int width = rows.predictionWidth;
    int classes = layout.classes();
    boolean each = layout.tables() == ScoreLayout.Tables.EACH;
    for (int i = 0; i < width; i++) {
      int question = i % classes;
      boolean asked = layout.only() < 0 || layout.only() == question;
      if (asked && Cells.counts(rows, row, i, width)) {
        int at = row * width + i;
        put(
            tables[each ? question : 0],
            rows.predictions[at],
            OutputForm.yes(rows.labels[at]),
            weight(rows, row, i, width),
            times);
      }
    }
  }

  private void addClasses(OutputRows rows, int row, int times) {
    int classes = layout.classes();
    int positions = rows.predictionWidth / classes;
    for (int position = 0; position < positions; position++) {
      if (!Cells.counts(rows, row, position, positions)) {
        continue;
      }
      int first = row * rows.predictionWidth + position * classes;
      double sum = layout.softmax() ? exponentials(rows.predictions, first) : 1;
      int label = OutputForm.labelClass(rows, row, position, classes);
      double weight = weight(rows, row, position, positions);
      switch (layout.tables()) {
        case ONE -> {
          int only = layout.only();
          put(tables[0], score(rows, first, only, sum), label == only, weight, times);
        }
        case TOP -> {
          int top = OutputForm.greatest(rows.predictions, first, classes);
          put(tables[0], score(rows, first, top, sum), label == top, weight, times);
        }
        case EACH, POOLED -> {
          boolean each = tables.length > 1;
          for (int c = 0; c < classes; c++) {
            ScoreTable table = tables[each ? c : 0];
            put(table, score(rows, first, c, sum), label == c, weight, times);
          }
        }
      }
    }
  }

  private void put(ScoreTable table, float score, boolean positive, double weight, int times) {
    if (weighted) {
      table.add(score, positive, weight, times);
    } else {
      table.add(score, positive, times);
    }
  }

  private double weight(OutputRows rows, int row, int cell, int cells) {
    return weighted ? Cells.weight(rows, row, cell, cells) : 1;
  }

  private float score(OutputRows rows, int first, int c, double sum) {
    return layout.softmax() ? (float) (exponentials[c] / sum) : rows.predictions[first + c];
  }

  /** Computes exp(z - max z) of a position's logits; returns their sum. */
  private double exponentials(float[] logits, int first) {
    double greatest = logits[first];
    for (int c = 1; c < exponentials.length; c++) {
      greatest = Math.max(greatest, logits[first + c]);
    }
    double sum = 0;
    for (int c = 0; c < exponentials.length; c++) {
      exponentials[c] = Math.exp(logits[first + c] - greatest);
      sum += exponentials[c];
    }
    return sum;
  }

  @Override
  public List<MetricCurve> curves() {
    List<MetricCurve> curves = new ArrayList<>();
    for (int i = 0; i < Math.min(tables.length, MOST_CURVES); i++) {
      OptionalInt id = OptionalInt.empty();
      if (layout.tables() == ScoreLayout.Tables.EACH) {
        id = OptionalInt.of(i);
      } else if (layout.form() != OutputForm.BINARY && layout.only() >= 0) {
        id = OptionalInt.of(layout.only());
      }
      curves.addAll(ScoreCurves.of(tables[i], id, layout.probability()));
    }
    return curves;
  }

  @Override
  protected void mergeState(StateAccumulator other) {
    ScoreTable[] theirs = ((ScoreAccumulator) other).tables;
    for (int i = 0; i < tables.length; i++) {
      tables[i].merge(theirs[i]);
    }
  }

  @Override
  protected void writeState(DataOutput out) throws IOException {
    for (ScoreTable table : tables) {
      table.write(out);
    }
  }

  @Override
  protected void readState(DataInput in) throws IOException {
    for (ScoreTable table : tables) {
      table.read(in);
    }
  }
}
