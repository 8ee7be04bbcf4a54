package dev.scorekeeper.client;

import static java.util.Objects.requireNonNull;

/**
 * Some rows to evaluate a model on, with their labels. Immutable; every method that adds something
 * returns a new value.
 *
 * <p>The first dimension of every tensor counts the rows, and must be the same in all of them.
 *
 * <pre>{@code
 * LabelledRows.of().input("image", pixels).label("output_0", digits)
 * }</pre>
 */
public final class LabelledRows {

  private static final LabelledRows NONE =
      new LabelledRows(dev.scorekeeper.v1.LabelledRows.getDefaultInstance(), -1);

  private final dev.scorekeeper.v1.LabelledRows wire;

  /** Number of rows; -1 while there is no tensor. */
  private final int rowCount;

  private LabelledRows(dev.scorekeeper.v1.LabelledRows wire, int rowCount) {
    this.wire = wire;
    this.rowCount = rowCount;
  }

  /** Nothing yet. */
  public static LabelledRows of() {
    return NONE;
  }

  /** Adds an input by its name in the signature. */
  public LabelledRows input(String name, Tensor tensor) {
    return with(wire.toBuilder().addInputs(encode(name, tensor)), name, tensor);
  }

  /** Adds an input from nested arrays, such as {@code float[][]}, or a plain one. */
  public LabelledRows input(String name, Object nested) {
    return input(name, tensor(nested));
  }

  /** Adds the labels of an output: numbers, never sent to the model. */
  public LabelledRows label(String output, Tensor tensor) {
    return with(wire.toBuilder().addLabels(encode(output, tensor)), output, tensor);
  }

  /** Adds the labels of an output from nested arrays or a plain one. */
  public LabelledRows label(String output, Object nested) {
    return label(output, tensor(nested));
  }

  /**
   * Says which rows have a label for an output.
   *
   * @param present bool, one a row
   */
  public LabelledRows labelPresence(String output, Tensor present) {
    return with(wire.toBuilder().addLabelPresence(encode(output, present)), output, present);
  }

  /** Adds weights that hold for all outputs: [rows] or [rows, elements], not negative. */
  public LabelledRows weight(Tensor tensor) {
    return weight("", tensor);
  }

  /** Adds the weights of one output. */
  public LabelledRows weight(String output, Tensor tensor) {
    return with(wire.toBuilder().addWeights(encode(output, tensor)), output, tensor);
  }

  /** Adds a mask that holds for all outputs: bool, [rows] or [rows, elements]. */
  public LabelledRows mask(Tensor tensor) {
    return mask("", tensor);
  }

  /** Adds the mask of one output; what is false does not count. */
  public LabelledRows mask(String output, Tensor tensor) {
    return with(wire.toBuilder().addMasks(encode(output, tensor)), output, tensor);
  }

  /** Adds a column to slice by: strings or integers, one a row. */
  public LabelledRows sliceColumn(String name, Tensor tensor) {
    return with(wire.toBuilder().addSliceColumns(encode(name, tensor)), name, tensor);
  }

  /** Says which examples these are, the same in every evaluation: strings or integers. */
  public LabelledRows exampleIds(Tensor tensor) {
    return with(wire.toBuilder().setExampleIds(encode("", tensor)), "example ids", tensor);
  }

  /**
   * Says which query each row belongs to, for metrics of rankings such as {@code ndcg}: strings or
   * integers.
   */
  public LabelledRows queryIds(Tensor tensor) {
    return with(wire.toBuilder().setQueryIds(encode("", tensor)), "query ids", tensor);
  }

  /**
   * Number of rows.
   *
   * @throws IllegalStateException while there is no tensor
   */
  public int rowCount() {
    if (rowCount < 0) {
      throw new IllegalStateException("there are no tensors");
    }
    return rowCount;
  }

  /** The message of the wire, with its place in a stream. */
  dev.scorekeeper.v1.LabelledRows wire(long sequence) {
    return wire.toBuilder().setSequence(sequence).build();
  }

  private static Tensor tensor(Object nested) {
    return nested instanceof Tensor ? (Tensor) nested : Tensor.ofNested(nested);
  }

  private static dev.scorekeeper.v1.Tensor encode(String name, Tensor tensor) {
    requireNonNull(name, "name is null");
    requireNonNull(tensor, "tensor is null");
    return Wire.encode(name, tensor);
  }

  private LabelledRows with(
      dev.scorekeeper.v1.LabelledRows.Builder changed, String name, Tensor tensor) {
    if (tensor.shape().length == 0) {
      throw new IllegalArgumentException("\"" + name + "\" is a scalar, which has no rows");
    }
    int rows = tensor.rowCount();
    if (rowCount >= 0 && rows != rowCount) {
      throw new IllegalArgumentException(
          "\"" + name + "\" has " + rows + " rows, what is before it has " + rowCount);
    }
    return new LabelledRows(changed.build(), rows);
  }

  @Override
  public String toString() {
    return "LabelledRows[" + Math.max(rowCount, 0) + "]";
  }
}
