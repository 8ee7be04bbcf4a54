package dev.scorekeeper.server.transform;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.OutputKind;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.Shape;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Changes made to one output, in order. Immutable.
 *
 * <p>Which may follow which:
 *
 * <pre>
 *   LOGIT, VALUE ── softmax, sigmoid ──→ PROBABILITY
 *   LOGIT, VALUE, PROBABILITY ── arg_max ──→ CLASS_INDEX ── nothing
 *   LOGIT, VALUE, PROBABILITY ── threshold ──→ DECISION ── nothing
 *   any of the three ── top_k ──→ the same kind, then only sigmoid or threshold
 * </pre>
 *
 * <p>Softmax and argmax after top-k would see only the best few, and are refused.
 */
public final class TransformChain {

  private static final TransformChain EMPTY = new TransformChain("", List.of());

  private final String field;
  private final List<Transform> transforms;

  private TransformChain(String field, List<Transform> transforms) {
    this.field = field;
    this.transforms = List.copyOf(transforms);
  }

  /** No change. */
  public static TransformChain empty() {
    return EMPTY;
  }

  /**
   * These changes.
   *
   * @param field where they were in the request, for error messages
   * @throws ProblemException TRANSFORM_INVALID for parameters out of their range
   */
  public static TransformChain of(String field, List<Transform> transforms)
      throws ProblemException {
    TransformChain chain = new TransformChain(field, transforms);
    for (Transform transform : transforms) {
      if (transform instanceof Transform.TopK topK && topK.k() < 1) {
        throw chain.invalid("top_k needs k of at least 1, got " + topK.k() + ".");
      }
      if (transform instanceof Transform.Threshold threshold
          && !Float.isFinite((float) threshold.value())) {
        throw chain.invalid(
            "threshold needs a value that is finite in float32, got " + threshold.value() + ".");
      }
    }
    return chain;
  }

  public boolean isEmpty() {
    return transforms.isEmpty();
  }

  /**
   * What the output is after the changes.
   *
   * @throws ProblemException TRANSFORM_INVALID when they cannot be made to this output
   */
  public OutputKind check(OutputSpec output) throws ProblemException {
    OutputKind kind = output.kind();
    DataType type = output.tensor().type();
    boolean chosen = false;
    for (Transform transform : transforms) {
      checkKind(output.name(), transform, kind, chosen);
      checkType(output.name(), transform, type);
      checkShape(output.name(), transform, output.tensor().shape());
      kind = kindAfter(transform, kind);
      type = typeAfter(transform, type);
      chosen |= transform instanceof Transform.TopK;
    }
    return kind;
  }

  /**
   * Makes the changes.
   *
   * @param output passed {@link #check}
   * @param shape the actual shape
   * @param single true when the shape lacks the dimension that counts the rows
   * @return numbers with memory of their own, or, without changes, with {@code data} itself
   * @throws ProblemException TRANSFORM_INVALID when the actual shape does not allow them
   */
  public Numbers apply(OutputSpec output, Shape shape, boolean single, ByteBuffer data)
      throws ProblemException {
    Numbers numbers = new Numbers(output.tensor().type(), shape, output.kind(), data);
    for (Transform transform : transforms) {
      checkActualShape(output, transform, numbers.shape(), single);
      numbers = Arithmetic.apply(transform, numbers);
    }
    return numbers;
  }

  private void checkKind(String name, Transform transform, OutputKind kind, boolean chosen)
      throws ProblemException {
    if (kind == OutputKind.CLASS_INDEX || kind == OutputKind.DECISION) {
      throw invalid("Nothing may follow arg_max or threshold, but " + transform.label() + " does.");
    }
    if (kind == OutputKind.PROBABILITY && makesProbabilities(transform)) {
      throw invalid(
          "Output '%s' holds probabilities already; leave out %s."
              .formatted(name, transform.label()));
    }
    if (chosen && alongLines(transform)) {
      throw invalid(
          "%s after top_k would see only the best few classes; put it before, or leave out top_k."
              .formatted(transform.label()));
    }
  }

  private void checkType(String name, Transform transform, DataType type) throws ProblemException {
    boolean choice = transform instanceof Transform.ArgMax || transform instanceof Transform.TopK;
    if (!Elements.isFloating(type) && !(choice && Elements.isInteger(type))) {
      throw invalid(
          "%s takes %s numbers, but output '%s' is %s."
              .formatted(
                  transform.label(),
                  choice ? "floating-point or integer" : "floating-point",
                  name,
                  type.label()));
    }
  }

  private void checkShape(String name, Transform transform, Shape shape) throws ProblemException {
    if (!alongLines(transform) || shape.isUnknownRank()) {
      return;
    }
    if (shape.rank() == 0 || (shape.rank() == 1 && shape.hasBatchDimension())) {
      throw invalid(
          "%s needs an axis of classes, but output '%s' has one number a row."
              .formatted(transform.label(), name));
    }
    long size = shape.dim(shape.rank() - 1);
    if (size != Shape.UNKNOWN) {
      checkLineSize(name, transform, size);
    }
  }

  private void checkActualShape(OutputSpec output, Transform transform, Shape shape, boolean single)
      throws ProblemException {
    if (!alongLines(transform)) {
      return;
    }
    boolean rowsOnly = output.tensor().shape().isUnknownRank() && !single && shape.rank() == 1;
    if (shape.rank() == 0 || rowsOnly) {
      throw invalid(
          "%s needs an axis of classes, but output '%s' has one number a row."
              .formatted(transform.label(), output.name()));
    }
    checkLineSize(output.name(), transform, shape.dim(shape.rank() - 1));
  }

  private void checkLineSize(String name, Transform transform, long size) throws ProblemException {
    if (transform instanceof Transform.TopK topK && topK.k() > size) {
      throw invalid(
          "top_k asks for %d of output '%s', whose last axis has %d."
              .formatted(topK.k(), name, size));
    }
    if (transform instanceof Transform.ArgMax && size == 0) {
      throw invalid("arg_max of output '%s', whose last axis is empty.".formatted(name));
    }
    if (transform instanceof Transform.Softmax && size == 1) {
      throw invalid(
          "softmax over one class is always 1; use sigmoid for output '%s'.".formatted(name));
    }
  }

  private static boolean makesProbabilities(Transform transform) {
    return transform instanceof Transform.Softmax || transform instanceof Transform.Sigmoid;
  }

  private static boolean alongLines(Transform transform) {
    return transform instanceof Transform.Softmax
        || transform instanceof Transform.ArgMax
        || transform instanceof Transform.TopK;
  }

  private static OutputKind kindAfter(Transform transform, OutputKind kind) {
    if (makesProbabilities(transform)) {
      return OutputKind.PROBABILITY;
    }
    if (transform instanceof Transform.ArgMax) {
      return OutputKind.CLASS_INDEX;
    }
    return transform instanceof Transform.Threshold ? OutputKind.DECISION : kind;
  }

  private static DataType typeAfter(Transform transform, DataType type) {
    if (makesProbabilities(transform)) {
      return Arithmetic.probabilityType(type);
    }
    if (transform instanceof Transform.ArgMax) {
      return DataType.INT64;
    }
    return transform instanceof Transform.Threshold ? DataType.BOOL : type;
  }

  private ProblemException invalid(String message) {
    return new ProblemException(Problem.ofField(Reason.TRANSFORM_INVALID, field, message));
  }

  /** The changes in order. */
  @Override
  public String toString() {
    return transforms.toString();
  }
}
