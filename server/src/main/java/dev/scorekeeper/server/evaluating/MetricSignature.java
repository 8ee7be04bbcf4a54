package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.InputBlock;
import dev.scorekeeper.server.scoring.Layout;
import dev.scorekeeper.server.scoring.OutputSpec;
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

/**
 * A signature of the model that takes rows with their labels and gives numbers for each row.
 *
 * <p>Its inputs are, by name: an input of the evaluated signature; an evaluated output, for its
 * labels; {@code label} or the like for the labels of the only one; {@code weight} or the like for
 * its weights, 1 where there are none.
 */
final class MetricSignature {

  private static final Set<String> LABELS = Set.of("label", "labels", "y", "y_true", "target");
  private static final Set<String> WEIGHTS =
      Set.of("weight", "weights", "sample_weight", "example_weight");

  private final Program program;
  private final List<Source> sources;

  /** Where an input comes from. */
  private record Source(Kind kind, int index) {}

  private enum Kind {
    INPUT,
    LABEL,
    WEIGHT
  }

  private MetricSignature(Program program, List<Source> sources) {
    this.program = program;
    this.sources = sources;
  }

  /**
   * Finds where its inputs come from.
   *
   * @param program all outputs of the signature
   * @param main the evaluated signature
   * @param outputs the evaluated outputs
   * @param field of the header that names it
   */
  static MetricSignature of(Program program, Signature main, List<String> outputs, String field)
      throws ProblemException {
    Signature signature = program.signature();
    if (signature.stateful() || !signature.hasBatchDimension()) {
      throw unsuitable(signature, field, "it does not take rows, or changes the model's state");
    }
    for (OutputSpec output : program.outputs()) {
      checkOutput(signature, output, field);
    }
    List<Source> sources = new ArrayList<>();
    for (TensorSpec input : signature.inputs()) {
      sources.add(source(signature, input, main, outputs, field));
    }
    return new MetricSignature(program, List.copyOf(sources));
  }

  private static void checkOutput(Signature signature, OutputSpec output, String field)
      throws ProblemException {
    Shape shape = output.tensor().shape();
    boolean oneEach =
        shape.rank() == 1 || (shape.rank() == 2 && (shape.dim(1) == 1 || shape.dim(1) < 0));
    if (shape.isUnknownRank() || !oneEach || !Predictions.isReadable(output.tensor().type())) {
      throw unsuitable(
          signature,
          field,
          "its output '%s' is %s %s; expected one number a row"
              .formatted(output.name(), output.tensor().type().label(), shape));
    }
  }

  private static Source source(
      Signature signature, TensorSpec input, Signature main, List<String> outputs, String field)
      throws ProblemException {
    int same = main.inputIndex(input.name());
    if (same >= 0) {
      if (input.type() == DataType.STRING || input.type() != main.inputs().get(same).type()) {
        throw unsuitable(
            signature,
            field,
            "its input '%s' is %s, which cannot be taken from that of signature '%s'"
                .formatted(input.name(), input.type().label(), main.name()));
      }
      return new Source(Kind.INPUT, same);
    }
    if (input.type() == DataType.STRING || input.type() == DataType.COMPLEX64) {
      throw unsuitable(signature, field, "its input '%s' is no number".formatted(input.name()));
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
    throw unsuitable(
        signature,
        field,
        "its input '%s' is neither an input of signature '%s' nor labels or weights"
            .formatted(input.name(), main.name()));
  }

  private static ProblemException unsuitable(Signature signature, String field, String why) {
    return new ProblemException(
        Problem.ofField(
                Reason.METRIC_NOT_SUITABLE,
                field,
                "Signature '%s' is no metric: %s.".formatted(signature.name(), why))
            .with("signature", signature.name()));
  }

  Program program() {
    return program;
  }

  /** Names of its values: the signature's and the output's. */
  List<String> names() {
    return program.outputs().stream()
        .map(output -> program.signature().name() + "." + output.name())
        .toList();
  }

  /** Memory for runs of so many rows of a form. */
  InputBlock allocate(Form form, int rows) throws ProblemException {
    List<DataType> types = new ArrayList<>();
    List<Shape> shapes = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      TensorSpec input = program.signature().inputs().get(i);
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
   * Copies rows of a slot into a block of this signature.
   *
   * @param count rows that are meant
   * @param size rows to fill, the last one repeated
   */
  void fill(Slot slot, int from, int count, int size, InputBlock block) {
    for (int i = 0; i < sources.size(); i++) {
      ByteBuffer target = block.buffer(i).clear();
      Source source = sources.get(i);
      if (source.kind() == Kind.INPUT) {
        int rowBytes = Math.toIntExact(block.layout().bytesPerRow(i));
        // The slot's rows are filled up already.
        target.put(0, slot.block.buffer(source.index()), from * rowBytes, size * rowBytes);
      } else {
        OutputRows rows = slot.chunk.outputs[source.index()];
        boolean labels = source.kind() == Kind.LABEL;
        int width = labels ? rows.labelWidth : Math.max(1, rows.weightWidth);
        for (int row = 0; row < size; row++) {
          int at = from + Math.min(row, count - 1);
          for (int e = 0; e < width; e++) {
            double value =
                labels
                    ? rows.labels[at * width + e]
                    : rows.weightWidth == 0 ? 1 : rows.weights[at * width + e];
            put(target, block.layout().types().get(i), value);
          }
        }
        target.clear();
      }
    }
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
