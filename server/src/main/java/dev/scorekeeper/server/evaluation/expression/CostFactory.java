package dev.scorekeeper.server.evaluation.expression;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.Arguments;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.MetricIdentity;
import dev.scorekeeper.server.evaluation.MetricIdentity.Direction;
import dev.scorekeeper.server.evaluation.Parameter;
import dev.scorekeeper.server.evaluation.SpecException;
import java.util.List;

/**
 * What mistakes cost: the mean over all decisions of {@code matrix[label][prediction]}.
 *
 * <p>With one score a decision, the prediction is class 1 when the score is above the decision
 * threshold, in float32; with several, the class of the greatest, of equals the first, as Keras and
 * NumPy do; NaN is never the greatest. A decision whose label is no class of the matrix is not
 * counted.
 */
final class CostFactory implements MetricFactory {

  private static final String ID = "cost";
  private static final String MATRIX = "matrix";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<String> aliases() {
    return List.of("expected_cost");
  }

  @Override
  public String version() {
    return Identities.VERSION;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(Parameter.of(MATRIX, Parameter.Type.MATRIX, null));
  }

  @Override
  public Metric create(MetricContext context, Arguments arguments) throws SpecException {
    if (!arguments.has(MATRIX)) {
      throw bad("cost needs a matrix, such as cost([[0, 1], [5, 0]])");
    }
    double[][] matrix = arguments.matrix(MATRIX);
    int classes = context.classes();
    int wanted = classes == 1 ? 2 : classes;
    for (double[] row : matrix) {
      if (matrix.length != wanted || row.length != wanted) {
        throw bad("the matrix of cost must have %d rows of %d values".formatted(wanted, wanted))
            .with("parameter", MATRIX)
            .with("expected", wanted)
            .with("got", matrix.length == wanted ? row.length : matrix.length);
      }
      for (double value : row) {
        if (!Double.isFinite(value)) {
          throw bad("the matrix of cost must be finite");
        }
      }
    }
    MetricIdentity identity =
        Identities.of(ID, arguments, classes == 1, "", context, Direction.LOWER);
    return new CostMetric(
        identity, matrix, classes, context.threshold(), context.thresholdInclusive());
  }

  private static SpecException bad(String message) {
    return new SpecException(SpecException.Kind.BAD_VALUE, message);
  }

  /** The cost of an output's decisions. */
  @SuppressWarnings("ArrayRecordComponent") // Only read, and never compared: identities are.
  record CostMetric(
      MetricIdentity identity, double[][] matrix, int classes, float threshold, boolean inclusive)
      implements Metric {
    @Override
    public Accumulator start() {
      return new CostAccumulator(this);
    }
  }
}
