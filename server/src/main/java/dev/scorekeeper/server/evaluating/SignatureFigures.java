package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.engine.EvaluationException;
import dev.scorekeeper.server.evaluation.engine.EvaluationFigures;
import dev.scorekeeper.server.evaluation.engine.EvaluationFigures.SliceFigures;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.MetricQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.OutputQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationRun;
import dev.scorekeeper.server.evaluation.engine.FigureValue;
import dev.scorekeeper.server.evaluation.engine.OutputFacts;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.RunException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The values of a model's own metric signatures: what is asked about them, and how they go among
 * the other figures.
 *
 * <p>Each output of a signature is taken for an output of its own. Of numbers a row, its
 * predictions, the mean is asked; of states, its labels, which are doubles, the exact sum of each
 * element: so slices, intervals and merging are those of every metric. Which model computed them is
 * part of their key.
 */
public final class SignatureFigures {

  private static final String MEAN = "expression('mean(p)')";

  /** The predictions beside states are 0, but NaN where a state is not finite. */
  private static final String SUMS = "expression('sum(y + 0 * p)', grouping='per_class')";

  private SignatureFigures() {}

  /**
   * What is known about a signature's output.
   *
   * @param name the signature's and the output's
   * @param width numbers that it gives for a row
   */
  static OutputFacts facts(String name, int width) {
    return new OutputFacts(
        name, List.of(width), Optional.of(ScoreKind.REAL), false, false, List.of(width), false);
  }

  private static MetricQuestion metric(OutputFacts facts) {
    boolean state = facts.output().contains("." + MetricSignature.STATE);
    return state ? new MetricQuestion(SUMS, "sum", false) : new MetricQuestion(MEAN, "mean", false);
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
              List.of(metric(fact)),
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
   * @param signatures what was computed from the outputs of signatures
   * @param results of these signatures, still open
   * @param modelDigest of the model that computed them
   * @throws ProblemException when the model fails on a result signature
   */
  public static EvaluationFigures together(
      EvaluationFigures main,
      EvaluationRun signatures,
      ResultSignatures results,
      String modelDigest)
      throws EvaluationException, ProblemException {
    EvaluationFigures ours = signatures.figures();
    SignatureValues values =
        new SignatureValues(
            signatures.setup().question(), signatures.setup().facts(), results, modelDigest);
    try {
      List<SliceFigures> slices = new ArrayList<>();
      for (int i = 0; i < main.slices().size(); i++) {
        SliceFigures slice = main.slices().get(i);
        slices.add(
            new SliceFigures(
                slice.columns(),
                slice.keys(),
                slice.rows(),
                slice.hidden(),
                join(slice.values(), values.of(ours.slices().get(i).values()))));
      }
      return new EvaluationFigures(
          main.rows(),
          join(main.values(), values.of(ours.values())),
          slices,
          main.outputs(),
          main.matrices(),
          main.curves(),
          main.warnings());
    } catch (RunException e) {
      throw new ProblemException(EvaluationProblems.ofRun(e, "on the states of a metric"));
    }
  }

  private static List<FigureValue> join(List<FigureValue> main, List<FigureValue> ours) {
    List<FigureValue> all = new ArrayList<>(main);
    all.addAll(ours);
    return all;
  }
}
