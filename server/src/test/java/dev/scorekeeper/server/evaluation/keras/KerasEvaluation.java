package dev.scorekeeper.server.evaluation.keras;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.catalog.BuiltInMetrics;
import dev.scorekeeper.server.evaluation.engine.EvaluationChunk;
import dev.scorekeeper.server.evaluation.engine.EvaluationException;
import dev.scorekeeper.server.evaluation.engine.EvaluationFigures;
import dev.scorekeeper.server.evaluation.engine.EvaluationPlanner;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.KerasOptions;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.MetricQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.Mode;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.OutputQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.SliceLimits;
import dev.scorekeeper.server.evaluation.engine.EvaluationRun;
import dev.scorekeeper.server.evaluation.engine.EvaluationSetup;
import dev.scorekeeper.server.evaluation.engine.OutputFacts;
import dev.scorekeeper.server.evaluation.engine.Policies;
import dev.scorekeeper.server.evaluation.spec.MetricCatalog;
import dev.scorekeeper.server.evaluation.testing.TestRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;

/** An evaluation in KERAS mode over rows that are all there, cut into chunks at random. */
final class KerasEvaluation {

  static final MetricCatalog CATALOG = BuiltInMetrics.catalog(List.of());

  static final EvaluationPlanner PLANNER = EvaluationPlanner.of(CATALOG, new KerasNumbers(CATALOG));

  private static final int CUTS = 3;

  private final List<OutputQuestion> questions = new ArrayList<>();
  private final List<OutputFacts> facts = new ArrayList<>();
  private final List<OutputRows> rows = new ArrayList<>();

  /** What there is to say about an output beside its rows. */
  record Output(
      String name,
      String loss,
      double lossWeight,
      List<MetricQuestion> metrics,
      Optional<ScoreKind> shown,
      Optional<LabelEncoding> encoding) {

    static Output of(String name, String loss, MetricQuestion... metrics) {
      return new Output(name, loss, 1, List.of(metrics), Optional.empty(), Optional.empty());
    }

    Output reading(ScoreKind kind, LabelEncoding labels) {
      return new Output(name, loss, lossWeight, metrics, Optional.of(kind), Optional.of(labels));
    }

    Output weighing(double weight) {
      return new Output(name, loss, weight, metrics, shown, encoding);
    }
  }

  KerasEvaluation with(Output output, OutputRows outputRows) {
    questions.add(
        new OutputQuestion(
            output.name(),
            "",
            output.loss(),
            output.lossWeight(),
            output.metrics(),
            OptionalDouble.empty(),
            false,
            output.encoding(),
            Optional.empty(),
            List.of(),
            OptionalInt.empty(),
            List.of()));
    facts.add(
        new OutputFacts(
            output.name(),
            list(outputRows.predictionShape),
            output.shown(),
            output.encoding().map(e -> e != LabelEncoding.MULTI_LABEL).orElse(false),
            outputRows.logits != null,
            list(outputRows.labelShape),
            false));
    rows.add(outputRows);
    return this;
  }

  EvaluationQuestion question(int batchSize) {
    return new EvaluationQuestion(
        Mode.KERAS,
        Optional.of(new KerasOptions(KerasNumbers.PROFILE, batchSize)),
        questions,
        Policies.DEFAULT,
        List.of(),
        SliceLimits.DEFAULT,
        Optional.empty(),
        List.of(),
        false,
        OptionalDouble.empty());
  }

  EvaluationSetup plan(int batchSize) throws EvaluationException {
    return PLANNER.plan(question(batchSize), facts);
  }

  /** The figures, which must be the same, bit for bit, for several ways to cut the rows. */
  EvaluationFigures figures(int batchSize) throws EvaluationException {
    EvaluationSetup setup = plan(batchSize);
    EvaluationFigures whole = figures(setup, rows.get(0).count, new Random(0));
    for (int seed = 1; seed <= CUTS; seed++) {
      EvaluationFigures cut = figures(setup, 4, new Random(seed));
      assertWithMessage("values of another cut").that(cut.values()).isEqualTo(whole.values());
    }
    return whole;
  }

  private EvaluationFigures figures(EvaluationSetup setup, int most, Random random)
      throws EvaluationException {
    EvaluationRun run = setup.start();
    EvaluationChunk chunk = new EvaluationChunk(rows.size(), 0);
    for (int from = 0; from < rows.get(0).count; from += chunk.count) {
      int size = most >= rows.get(0).count ? most : random.nextInt(most) + 1;
      chunk.count = Math.min(size, rows.get(0).count - from);
      chunk.firstRow = from;
      for (int i = 0; i < rows.size(); i++) {
        chunk.outputs[i] = part(rows.get(i), from, chunk.count);
      }
      run.add(chunk);
    }
    return run.figures();
  }

  private static OutputRows part(OutputRows rows, int from, int count) {
    OutputRows part = TestRows.emptyLike(rows, count);
    part.count = count;
    for (int i = 0; i < count; i++) {
      TestRows.copyRow(rows, from + i, part, i);
    }
    return part;
  }

  private static List<Integer> list(int[] shape) {
    return Arrays.stream(shape).boxed().toList();
  }
}
