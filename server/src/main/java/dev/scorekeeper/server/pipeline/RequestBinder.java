package dev.scorekeeper.server.pipeline;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.InputTensor;
import dev.scorekeeper.server.scoring.Layout;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.scoring.Signature;
import dev.scorekeeper.server.scoring.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks the inputs of a request against one signature and makes rows of them. Thread-safe.
 *
 * <p>A signature with a batch dimension takes any number of rows; one without takes its tensors as
 * they are, as the only "row" there is.
 */
final class RequestBinder {

  /**
   * Most bytes of one row, [0, 1 GiB]. Only a request without rows can come near it: its shape
   * costs no payload, yet memory would be laid out by it.
   */
  private static final long MAX_ROW_BYTES = 1L << 30;

  private static final long MAX_ABSENT_ROW_BYTES = 1L << 26;

  private final Signature signature;
  private final boolean perRow;
  private final List<DataType> types;

  /** An earlier request: most are like it, and need no closer look. */
  private volatile @Nullable Recent recent;

  RequestBinder(Signature signature) {
    this.signature = signature;
    this.perRow = signature.hasBatchDimension();
    this.types = signature.inputs().stream().map(TensorSpec::type).toList();
  }

  /**
   * Makes rows of the inputs, which stay borrowed.
   *
   * @param singleExample true when the inputs come without their batch dimension; without effect on
   *     a signature that has none
   * @throws ProblemException naming the first input that does not fit
   */
  BoundRows bind(List<InputTensor> inputs, boolean singleExample) throws ProblemException {
    boolean batched = perRow && !singleExample;
    Recent like = recent;
    int likewise = like == null ? 0 : like.rowsOf(inputs, batched);
    return like == null || likewise == 0
        ? bindAnew(inputs, batched)
        : new BoundRows(like.layout, likewise, inputs);
  }

  private BoundRows bindAnew(List<InputTensor> inputs, boolean batched) throws ProblemException {
    List<InputTensor> ordered = isInOrder(inputs) ? inputs : inOrder(inputs);
    for (int i = 0; i < ordered.size(); i++) {
      check(signature.inputs().get(i), ordered.get(i), batched);
    }
    int rows = batched ? countRows(ordered) : 1;
    return new BoundRows(layout(ordered, batched, rows), rows, ordered);
  }

  /** True when all inputs are there in the signature's order, as in most requests. */
  private boolean isInOrder(List<InputTensor> inputs) {
    List<TensorSpec> specs = signature.inputs();
    if (inputs.size() != specs.size()) {
      return false;
    }
    for (int i = 0; i < specs.size(); i++) {
      if (!specs.get(i).name().equals(inputs.get(i).name())) {
        return false;
      }
    }
    return true;
  }

  private List<InputTensor> inOrder(List<InputTensor> inputs) throws ProblemException {
    @Nullable InputTensor[] ordered = new @Nullable InputTensor[signature.inputs().size()];
    for (InputTensor input : inputs) {
      int index = signature.inputIndex(input.name());
      if (index < 0) {
        throw new ProblemException(InputProblems.unknown(signature, input));
      }
      if (ordered[index] != null) {
        throw new ProblemException(InputProblems.repeated(input));
      }
      ordered[index] = input;
    }
    return complete(ordered);
  }

  /** The inputs, once they are known to have no gap. */
  private List<InputTensor> complete(@Nullable InputTensor[] ordered) throws ProblemException {
    List<InputTensor> all = new ArrayList<>(ordered.length);
    for (int i = 0; i < ordered.length; i++) {
      InputTensor input = ordered[i];
      if (input == null) {
        throw new ProblemException(InputProblems.missing(signature, i));
      }
      all.add(input);
    }
    return all;
  }

  private void check(TensorSpec spec, InputTensor input, boolean batched) throws ProblemException {
    if (input.type() != spec.type()) {
      throw new ProblemException(InputProblems.wrongType(spec, input));
    }
    Shape expected = perRow && !batched ? spec.shape().inner() : spec.shape();
    Shape got = input.shape();
    if (expected.accepts(got)) {
      return;
    }
    if (expected.rank() == got.rank()) {
      throw new ProblemException(InputProblems.wrongShape(expected, input));
    }
    if (batched && expected.inner().accepts(got)) {
      throw new ProblemException(InputProblems.batchDimensionMissing(expected, input));
    }
    throw new ProblemException(InputProblems.wrongRank(expected, input, perRow && !batched));
  }

  private static int countRows(List<InputTensor> ordered) throws ProblemException {
    InputTensor first = ordered.get(0);
    long rows = first.shape().dim(0);
    for (int i = 1; i < ordered.size(); i++) {
      if (ordered.get(i).shape().dim(0) != rows) {
        throw new ProblemException(InputProblems.rowsDisagree(first, ordered.get(i)));
      }
    }
    if (rows > Integer.MAX_VALUE) {
      throw new ProblemException(
          InputProblems.shapeInvalid(first, rows + " rows are more than a request may have"));
    }
    return (int) rows;
  }

  private Layout layout(List<InputTensor> ordered, boolean batched, int rows)
      throws ProblemException {
    Recent before = recent;
    if (before != null && before.fits(ordered, batched)) {
      return before.layout;
    }
    List<Shape> shapes = new ArrayList<>(ordered.size());
    for (InputTensor input : ordered) {
      Shape shape = batched ? input.shape().inner() : input.shape();
      checkRowSize(input, shape, rows);
      shapes.add(shape);
    }
    Layout made = new Layout(types, shapes, perRow);
    if (rows > 0) {
      recent = new Recent(ordered.stream().map(InputTensor::name).toList(), made);
    }
    return made;
  }

  private static void checkRowSize(InputTensor input, Shape shape, int rows)
      throws ProblemException {
    long limit = rows == 0 ? MAX_ABSENT_ROW_BYTES : MAX_ROW_BYTES;
    long elements;
    try {
      elements = shape.elementCount();
    } catch (ArithmeticException e) {
      elements = Long.MAX_VALUE;
    }
    if (elements > limit / Math.max(1, input.type().byteSize())) {
      throw new ProblemException(
          InputProblems.shapeInvalid(input, "its rows are larger than a row may be"));
    }
  }

  /**
   * The names and the layout of a request that fitted the signature.
   *
   * @param names in the signature's order; the request's own, for those like it often have the very
   *     same
   */
  private record Recent(List<String> names, Layout layout) {

    /**
     * Rows of a request that differs from this one in nothing but their number; 0 where more than
     * that differs, or there are none.
     */
    int rowsOf(List<InputTensor> inputs, boolean batched) {
      if (inputs.size() != names.size()) {
        return 0;
      }
      long rows = 1;
      for (int i = 0; i < inputs.size(); i++) {
        InputTensor input = inputs.get(i);
        Shape shape = input.shape();
        if (input.type() != layout.types().get(i)
            || !same(layout.shapes().get(i), shape, batched ? 1 : 0)
            || !input.name().equals(names.get(i))) {
          return 0;
        }
        if (batched) {
          if (i > 0 && shape.dim(0) != rows) {
            return 0;
          }
          rows = shape.dim(0);
        }
      }
      return rows > Integer.MAX_VALUE ? 0 : (int) rows;
    }

    boolean fits(List<InputTensor> ordered, boolean batched) {
      for (int i = 0; i < ordered.size(); i++) {
        if (!same(layout.shapes().get(i), ordered.get(i).shape(), batched ? 1 : 0)) {
          return false;
        }
      }
      return true;
    }

    /**
     * True when {@code whole} without its first {@code skipped} dimensions equals {@code shape}.
     */
    private static boolean same(Shape shape, Shape whole, int skipped) {
      if (whole.rank() != shape.rank() + skipped) {
        return false;
      }
      for (int i = 0; i < shape.rank(); i++) {
        if (shape.dim(i) != whole.dim(i + skipped)) {
          return false;
        }
      }
      return true;
    }
  }
}
