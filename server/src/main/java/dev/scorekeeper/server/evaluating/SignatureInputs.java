package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.InputBlock;
import dev.scorekeeper.server.scoring.Layout;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Program;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.scoring.Signature;
import dev.scorekeeper.server.scoring.TensorSpec;
import dev.scorekeeper.server.transform.HalfFloats;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where the inputs of a metric signature come from, by their names: an input of the evaluated
 * signature; an evaluated output, for its labels; {@code label} or the like for the labels of the
 * only one; {@code weight} or the like for its weights, 1 where there are none. Immutable.
 */
final class SignatureInputs {

  private static final Set<String> LABELS = Set.of("label", "labels", "y", "y_true", "target");
  private static final Set<String> WEIGHTS =
      Set.of("weight", "weights", "sample_weight", "example_weight");

  private final Signature signature;
  private final List<Source> sources;

  /** Where an input comes from. */
  private record Source(Kind kind, int index) {}

  private enum Kind {
    INPUT,
    LABEL,
    WEIGHT
  }

  private SignatureInputs(Signature signature, List<Source> sources) {
    this.signature = signature;
    this.sources = List.copyOf(sources);
  }

  /**
   * Finds where they come from.
   *
   * @param signature the metric signature
   * @param main the evaluated signature
   * @param outputs the evaluated outputs
   * @param field of the header that names it
   */
  static SignatureInputs of(Signature signature, Signature main, List<String> outputs, String field)
      throws ProblemException {
    List<Source> sources = new ArrayList<>();
    for (TensorSpec input : signature.inputs()) {
      sources.add(source(signature, input, main, outputs, field));
    }
    return new SignatureInputs(signature, sources);
  }

  private static Source source(
      Signature signature, TensorSpec input, Signature main, List<String> outputs, String field)
      throws ProblemException {
    int same = main.inputIndex(input.name());
    if (same >= 0) {
      if (input.type() == DataType.STRING || input.type() != main.inputs().get(same).type()) {
        throw MetricSignature.unsuitable(
            signature,
            field,
            "its input '%s' is %s, which cannot be taken from that of signature '%s'"
                .formatted(input.name(), input.type().label(), main.name()));
      }
      return new Source(Kind.INPUT, same);
    }
    if (input.type() == DataType.STRING || input.type() == DataType.COMPLEX64) {
      throw MetricSignature.unsuitable(
          signature, field, "its input '%s' is no number".formatted(input.name()));
    }
    int output = outputs.indexOf(input.name());
    if (output >= 0) {
      return new Source(Kind.LABEL, output);
    }
    if (outputs.size() == 1 && LABELS.contains(input.name())) {
      return new Source(Kind.LABEL, 0);
    }
    if (outputs.size() == 1 && WEIGHTS.contains(input.name())) {
      return new Source(Kind.WEIGHT, 0);
    }
    throw MetricSignature.unsuitable(
        signature,
        field,
        "its input '%s' is neither an input of signature '%s' nor labels or weights"
            .formatted(input.name(), main.name()));
  }

  /** Memory for runs of so many rows of a form. */
  InputBlock allocate(Program program, Form form, int rows) throws ProblemException {
    List<DataType> types = new ArrayList<>();
    List<Shape> shapes = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      TensorSpec input = signature.inputs().get(i);
      types.add(input.type());
      shapes.add(shape(sources.get(i), input, form));
    }
    return program.allocate(new Layout(types, shapes, true), rows);
  }

  private static Shape shape(Source source, TensorSpec input, Form form) throws ProblemException {
    Shape own = input.shape().inner();
    Shape given =
        switch (source.kind()) {
          case INPUT -> form.layout().shapes().get(source.index());
          case LABEL -> form.labels().get(source.index());
          case WEIGHT -> form.weights().get(source.index()).orElse(Shape.of(1));
        };
    if (own.accepts(given)) {
      return given;
    }
    if (own.isFullyKnown() && own.elementCount() == given.elementCount()) {
      return own;
    }
    throw new ProblemException(
        Problem.ofField(
                Reason.LABEL_SHAPE_MISMATCH,
                "rows.labels",
                "A metric signature takes '%s' as %s a row, but rows have %s."
                    .formatted(input.name(), own, given))
            .with("expected", own)
            .with("got", given));
  }

  /**
   * Whether a row of a slot has what they take: a label of each output whose labels they take, and
   * no mask over the row as a whole there or where they take weights.
   */
  boolean complete(Slot slot, int row) {
    for (Source source : sources) {
      if (source.kind() != Kind.INPUT) {
        boolean @Nullable [] presence = slot.chunk.presence[source.index()];
        OutputRows rows = slot.chunk.outputs[source.index()];
        boolean labelled = source.kind() == Kind.WEIGHT || presence == null || presence[row];
        if (!labelled || (rows.maskWidth == 1 && !rows.mask[row])) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Copies rows of a slot into a block that {@link #allocate} gave for its form.
   *
   * @param rowAt which row of the slot comes at each place
   * @param size rows to fill
   */
  void fill(Slot slot, IntUnaryOperator rowAt, int size, InputBlock block) {
    for (int i = 0; i < sources.size(); i++) {
      ByteBuffer target = block.buffer(i).clear();
      Source source = sources.get(i);
      if (source.kind() == Kind.INPUT) {
        int rowBytes = Math.toIntExact(block.layout().bytesPerRow(i));
        ByteBuffer from = slot.block.buffer(source.index());
        for (int row = 0; row < size; row++) {
          target.put(row * rowBytes, from, rowAt.applyAsInt(row) * rowBytes, rowBytes);
        }
      } else {
        numbers(slot.chunk.outputs[source.index()], source.kind(), rowAt, size, block, i);
      }
    }
  }

  private static void numbers(
      OutputRows rows, Kind kind, IntUnaryOperator rowAt, int size, InputBlock block, int input) {
    ByteBuffer target = block.buffer(input);
    DataType type = block.layout().types().get(input);
    boolean labels = kind == Kind.LABEL;
    int width = labels ? rows.labelWidth : Math.max(1, rows.weightWidth);
    for (int row = 0; row < size; row++) {
      int at = rowAt.applyAsInt(row) * width;
      for (int e = at; e < at + width; e++) {
        double value = labels ? rows.labels[e] : rows.weightWidth == 0 ? 1 : rows.weights[e];
        put(target, type, value);
      }
    }
    target.clear();
  }

  private static void put(ByteBuffer target, DataType type, double value) {
    switch (type) {
      case BOOL -> target.put((byte) (value == 0 ? 0 : 1));
      case INT8, UINT8 -> target.put((byte) (long) value);
      case INT16, UINT16 -> target.putShort((short) (long) value);
      case INT32, UINT32 -> target.putInt((int) (long) value);
      case INT64, UINT64 -> target.putLong((long) value);
      case FLOAT16 -> target.putShort(HalfFloats.toFloat16((float) value));
      case BFLOAT16 -> target.putShort(HalfFloats.toBfloat16((float) value));
      case FLOAT32 -> target.putFloat((float) value);
      case FLOAT64 -> target.putDouble(value);
      case COMPLEX64, STRING -> throw new IllegalArgumentException("no number: " + type);
    }
  }
}
