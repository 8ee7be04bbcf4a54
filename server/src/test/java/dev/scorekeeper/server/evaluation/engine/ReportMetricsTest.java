package dev.scorekeeper.server.evaluation.engine;

import static com.google.common.truth.Truth.assertThat;

import dev.scorekeeper.server.evaluation.MetricCurve;
import dev.scorekeeper.server.evaluation.engine.EvaluationFigures.OutputCurve;
import dev.scorekeeper.server.evaluation.testing.AccumulatorLaw;
import dev.scorekeeper.server.evaluation.testing.ExampleOutput;
import dev.scorekeeper.server.evaluation.testing.ExampleOutput.Extras;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ReportMetricsTest {

  @Test
  void figures_binaryOutput_haveMatrixAndCurvesThatNobodyAskedFor() throws EvaluationException {
    EvaluationRun run =
        Asking.start(EvaluationQuestion.of(Asking.output("y", "bce")), Asking.binary("y"));
    run.add(Asking.chunk(Asking.doubles(0, 1, 1, 0), 0.1f, 0.9f, 0.4f, 0.6f));

    EvaluationFigures figures = run.figures();

    assertThat(figures.values()).hasSize(1);
    assertThat(figures.matrices()).hasSize(1);
    assertThat(figures.matrices().get(0).matrix().cells()).isEqualTo(Asking.doubles(1, 1, 1, 1));
    assertThat(kinds(figures)).containsAtLeast("roc", "precision_recall", "reliability");
    assertThat(kinds(figures)).containsNoDuplicates();
  }

  @Test
  void figures_realOutput_haveResiduals() throws EvaluationException {
    EvaluationRun run =
        Asking.start(EvaluationQuestion.of(Asking.output("y", "mse")), Asking.real("y"));
    run.add(Asking.chunk(Asking.doubles(1, 1, 2, -3), 1, 1, 4, -2));

    MetricCurve residuals = run.figures().curves().get(0).curve();

    assertThat(residuals.kind()).isEqualTo("residuals");
    assertThat(residuals.columns().stream().map(MetricCurve.Column::name))
        .containsExactly("predicted", "residual", "count")
        .inOrder();
    double[] predicted = residuals.columns().get(0).values();
    assertThat(predicted).hasLength(3);
    assertThat(predicted[0]).isWithin(0.05).of(-2);
    assertThat(predicted[1]).isWithin(0.05).of(1);
    assertThat(residuals.columns().get(1).values()[1]).isEqualTo(0.0);
    assertThat(residuals.columns().get(2).values()[1]).isEqualTo(2.0);
  }

  @Test
  void residuals_anyCut_keepTheLaw() {
    for (ExampleOutput output : ExampleOutput.ALL) {
      if (output.toString().startsWith("real")) {
        for (Extras extras : Extras.values()) {
          AccumulatorLaw.check(new ResidualMetric(), output, extras, 1, 200);
        }
      }
    }
  }

  @Test
  void residuals_ofManyRows_dropTheSameLinesInAnyOrder() throws Exception {
    Random random = new Random(4);
    int rows = 20_000;
    float[] predictions = new float[rows];
    double[] labels = new double[rows];
    for (int i = 0; i < rows; i++) {
      predictions[i] = (float) (random.nextGaussian() * Math.exp(random.nextGaussian() * 5));
      labels[i] = predictions[i] + random.nextGaussian();
    }
    EvaluationChunk chunk = Asking.chunk(labels, predictions);
    ResidualGrid forward = new ResidualGrid();
    ResidualGrid odd = new ResidualGrid();
    ResidualGrid even = new ResidualGrid();
    for (int i = 0; i < rows; i++) {
      forward.add(chunk.outputs[0], i, 1);
      (i % 2 == 0 ? even : odd).add(chunk.outputs[0], rows - 1 - i, 1);
    }
    odd.merge(even);

    MetricCurve curve = forward.curves().get(0);
    assertThat(curve.points()).isAtMost(ResidualGrid.MOST_CELLS);
    assertThat(odd.curves().get(0).points()).isEqualTo(curve.points());
    for (int column = 0; column < 3; column++) {
      assertThat(odd.curves().get(0).columns().get(column).values())
          .isEqualTo(curve.columns().get(column).values());
    }
    double total = 0;
    for (double count : curve.columns().get(2).values()) {
      total += count;
    }
    assertThat(total).isEqualTo(rows);
  }

  private static List<String> kinds(EvaluationFigures figures) {
    return figures.curves().stream().map(OutputCurve::curve).map(MetricCurve::kind).toList();
  }
}
