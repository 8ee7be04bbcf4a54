package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.scoring.Layout;
import dev.scorekeeper.server.scoring.Shape;
import java.util.List;
import java.util.Optional;

/**
 * All that rows must have in common to share a slot: what they consist of, and the shapes.
 *
 * @param layout of the inputs
 * @param labels inner shape of each evaluated output's labels
 * @param weights inner shape of each output's weights, where it has any
 * @param sharedWeights whether one tensor of weights is for all outputs
 * @param masks inner shape of each output's mask, where it has one
 * @param sharedMasks whether one mask is for all outputs
 * @param sliceColumns names of the columns that came, in order
 * @param hasIds whether the rows have ids
 * @param hasQueries whether the rows say their queries
 */
record Form(
    Layout layout,
    List<Shape> labels,
    List<Optional<Shape>> weights,
    boolean sharedWeights,
    List<Optional<Shape>> masks,
    boolean sharedMasks,
    List<String> sliceColumns,
    boolean hasIds,
    boolean hasQueries) {

  Form {
    labels = List.copyOf(labels);
    weights = List.copyOf(weights);
    masks = List.copyOf(masks);
    sliceColumns = List.copyOf(sliceColumns);
  }

  /** Elements of a row of labels. */
  int labelWidth(int output) {
    return Math.toIntExact(labels.get(output).elementCount());
  }

  /** Elements of a row of weights; 0 when there are none. */
  int weightWidth(int output) {
    return width(weights.get(output));
  }

  /** Elements of a row of the mask; 0 when there is none. */
  int maskWidth(int output) {
    return width(masks.get(output));
  }

  private static int width(Optional<Shape> shape) {
    return shape.map(s -> Math.toIntExact(s.elementCount())).orElse(0);
  }
}
