package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.engine.EvaluationFigures;
import dev.scorekeeper.server.evaluation.engine.EvaluationFigures.SliceFigures;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.MetricQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.OutputQuestion;
import dev.scorekeeper.server.evaluation.engine.FigureValue;
import dev.scorekeeper.server.evaluation.engine.OutputFacts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The values of a model's own metric signatures: what is asked about them, and how they go among
 * the other figures.
 *
 * <p>Each number that a signature gives for a row is taken for the prediction of an output of its
 * own, of which the mean is asked: so slices, intervals and merging are those of every metric.
 * Which model computed them is part of their key.
 */
public final class SignatureFigures {

  private static final String MEAN = "expression('mean(p)')";

  private SignatureFigures() {}

  /** What is known about the numbers of a signature's output. */
  static OutputFacts facts(String name) {
    return new OutputFacts(
        name, List.of(1), Optional.of(ScoreKind.REAL), false, false, List.of(1), false);
  }

  /** The question about the outputs with these facts, beside another one. */
  public static EvaluationQuestion question(EvaluationQuestion main, List<OutputFacts> facts) {
    List<OutputQuestion> outputs = new ArrayList<>();
    for (OutputFacts fact : facts) {
      outputs.add(
          new OutputQuestion(
              fact.output(),
              fact.output(),
              "",
              1,
              List.of(new MetricQuestion(MEAN, "mean", false)),
              OptionalDouble.empty(),
              false,
              Optional.of(LabelEncoding.REAL),
              Optional.of(ScoreKind.REAL),
              List.of(),
              OptionalInt.empty(),
              List.of()));
    }
    return new EvaluationQuestion(
        EvaluationQuestion.Mode.DATASET,
        Optional.empty(),
        outputs,
        main.policies(),
        main.slices(),
        main.sliceLimits(),
        main.intervals(),
        List.of(),
        false,
        OptionalDouble.empty());
  }

  /**
   * The figures of an evaluation together with those of its signatures, over the same rows.
   *
   * @param modelDigest of the model that computed them
   */
  public static EvaluationFigures together(
      EvaluationFigures main, EvaluationFigures ours, String modelDigest) {
    List<SliceFigures> slices = new ArrayList<>();
    for (int i = 0; i < main.slices().size(); i++) {
      SliceFigures slice = main.slices().get(i);
      slices.add(
          new SliceFigures(
              slice.columns(),
              slice.keys(),
              slice.rows(),
              slice.hidden(),
              join(slice.values(), ours.slices().get(i).values(), modelDigest)));
    }
    return new EvaluationFigures(
        main.rows(),
        join(main.values(), ours.values(), modelDigest),
        slices,
        main.outputs(),
        main.matrices(),
        main.curves(),
        main.warnings());
  }

  private static List<FigureValue> join(
      List<FigureValue> main, List<FigureValue> ours, String modelDigest) {
    List<FigureValue> all = new ArrayList<>(main);
    ours.forEach(value -> all.add(named(value, modelDigest)));
    return all;
  }

  private static FigureValue named(FigureValue value, String modelDigest) {
    String name = value.key().output();
    String canonical = "signature(" + name + ", model=" + modelDigest + ")";
    String digest =
        HexFormat.of()
            .formatHex(RowHash.sha256().digest(canonical.getBytes(StandardCharsets.UTF_8)));
    return new FigureValue(
        name,
        new FigureValue.Key(name, "", false, OptionalInt.empty(), "", digest),
        value.number(),
        value.undefined(),
        value.lower(),
        value.upper(),
        value.batchDependent(),
        canonical,
        value.direction(),
        value.interval(),
        value.replicates());
  }
}
