package dev.scorekeeper.server.evaluation.plugin;

import static com.google.common.truth.Truth.assertThat;

import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.ValueRange;
import dev.scorekeeper.server.evaluation.catalog.BuiltInMetrics;
import dev.scorekeeper.server.evaluation.engine.EvaluationChunk;
import dev.scorekeeper.server.evaluation.engine.EvaluationException;
import dev.scorekeeper.server.evaluation.engine.EvaluationPlanner;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.MetricQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.OutputQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationRun;
import dev.scorekeeper.server.evaluation.engine.FigureValue;
import dev.scorekeeper.server.evaluation.engine.OutputFacts;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** The example of a plug-in, checked by the kit and used as any metric is. */
final class WithinShareTest extends MetricFactoryKit {

  @Override
  protected MetricFactory factory() {
    return new WithinShare();
  }

  @Test
  void factory_givenToTheKit_keepsTheContract() {
    check();
  }

  @Test
  void metric_foundByServiceLoader_isAskedForByName() throws EvaluationException {
    EvaluationPlanner planner =
        EvaluationPlanner.of(BuiltInMetrics.catalog(ServiceLoader.load(MetricFactory.class)));
    EvaluationRun run =
        planner
            .plan(
                EvaluationQuestion.of(
                    OutputQuestion.of(
                        "y", "", List.of(MetricQuestion.of("WithinShare(share=0.25)")))),
                List.of(
                    new OutputFacts(
                        "y", List.of(1), Optional.empty(), false, false, List.of(1), false)))
            .start();
    EvaluationChunk chunk = new EvaluationChunk(1, 0);
    chunk.count = 3;
    chunk.outputs[0].count = 3;
    chunk.outputs[0].labelShape = new int[] {1};
    chunk.outputs[0].labelWidth = 1;
    chunk.outputs[0].labels = new double[] {4, 4, -4};
    chunk.outputs[0].predictionShape = new int[] {1};
    chunk.outputs[0].predictionWidth = 1;
    chunk.outputs[0].predictions = new float[] {5, 5.5f, -3};
    run.add(chunk);

    FigureValue value = run.figures().values().get(0);
    assertThat(value.range()).isEqualTo(ValueRange.SHARE);

    assertThat(value.name()).isEqualTo("within_share");
    assertThat(value.number()).isEqualTo(2.0 / 3);
    assertThat(value.canonical()).isEqualTo("within_share(share=0.25)");
  }
}
