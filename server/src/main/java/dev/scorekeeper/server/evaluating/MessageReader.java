package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.pipeline.ForwardPass;
import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.InputTensor;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.Rows;
import dev.scorekeeper.server.scoring.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the tensors of messages in their places: names, types and numbers of rows. Not thread-safe.
 */
final class MessageReader {

  private final ForwardPass pass;
  private final List<String> outputs;

  /**
   * A reader.
   *
   * @param outputs names of the evaluated outputs, in the order of their places
   */
  MessageReader(ForwardPass pass, List<String> outputs) {
    this.pass = pass;
    this.outputs = List.copyOf(outputs);
  }

  Message read(LabelledTensors tensors) throws ProblemException {
    Rows rows = pass.bind(tensors.inputs());
    Named labels = named(tensors.labels(), "labels", Reason.LABEL_OUTPUT_UNKNOWN, rows.count());
    List<InputTensor> ordered = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      ordered.add(label(labels.tensors.get(i), outputs.get(i)));
    }
    Named weights = named(tensors.weights(), "weights", Reason.WEIGHT_INVALID, rows.count());
    checkTypes(weights, NumberReader::isNumber, Reason.WEIGHT_INVALID, "numbers");
    Named masks = named(tensors.masks(), "masks", Reason.MASK_INVALID, rows.count());
    checkTypes(masks, type -> type == DataType.BOOL, Reason.MASK_INVALID, "bool");
    Named presence =
        named(tensors.labelPresence(), "label_presence", Reason.MASK_INVALID, rows.count());
    checkTypes(presence, type -> type == DataType.BOOL, Reason.MASK_INVALID, "bool");
    checkPresence(presence);
    List<InputTensor> slices = slices(tensors.sliceColumns(), rows.count());
    for (Optional<InputTensor> ids : List.of(tensors.exampleIds(), tensors.queryIds())) {
      if (ids.isPresent()) {
        checkColumn(ids.get(), rows.count());
      }
    }
    Form form =
        new Form(
            rows.layout(),
            ordered.stream().map(tensor -> tensor.shape().inner()).toList(),
            weights.shapes(),
            weights.shared,
            masks.shapes(),
            masks.shared,
            slices.stream().map(InputTensor::name).toList(),
            tensors.exampleIds().isPresent(),
            tensors.queryIds().isPresent());
    return new Message(
        form,
        rows,
        ordered,
        weights.all(),
        masks.all(),
        presence.all(),
        slices,
        tensors.exampleIds(),
        tensors.queryIds());
  }

  private static InputTensor label(@Nullable InputTensor label, String output)
      throws ProblemException {
    if (label == null) {
      throw new ProblemException(
          Problem.ofField(
                  Reason.LABELS_MISSING,
                  "rows.labels",
                  ("Evaluate compares outputs with labels, and these rows have none for output '%s': give them in"
                          + " labels, named as the output. To get outputs without labels, call Predict.")
                      .formatted(output))
              .with("output", output));
    }
    if (!NumberReader.isNumber(label.type())) {
      throw new ProblemException(
          Problem.ofField(
                  Reason.LABEL_TYPE_MISMATCH,
                  label.field() + ".dtype",
                  "Labels of output '%s' are %s; expected numbers."
                      .formatted(output, label.type().label()))
              .with("output", output)
              .with("got", label.type().label())
              .with("expected", "numbers"));
    }
    return label;
  }

  /** Tensors by the output that they are about. */
  private static final class Named {
    final List<@Nullable InputTensor> tensors;
    boolean shared;

    Named(int outputs) {
      tensors = new ArrayList<@Nullable InputTensor>();
      for (int i = 0; i < outputs; i++) {
        tensors.add(null);
      }
    }

    List<Optional<InputTensor>> all() {
      return tensors.stream().map(Optional::ofNullable).toList();
    }

    List<Optional<Shape>> shapes() {
      return all().stream().map(tensor -> tensor.map(t -> t.shape().inner())).toList();
    }
  }

  private Named named(List<InputTensor> tensors, String what, Reason unknown, int rows)
      throws ProblemException {
    Named named = new Named(outputs.size());
    for (InputTensor tensor : tensors) {
      checkRows(tensor, rows);
      boolean mayBeShared = !what.equals("labels") && !what.equals("label_presence");
      if (tensor.name().isEmpty() && (mayBeShared || outputs.size() == 1)) {
        if (tensors.size() > 1) {
          throw new ProblemException(
              Problem.ofField(
                      unknown,
                      tensor.field() + ".name",
                      "%s without a name are for all outputs, and must then be the only ones."
                          .formatted(what))
                  .with("expected", 1)
                  .with("got", tensors.size()));
        }
        Collections.fill(named.tensors, tensor);
        named.shared = true;
        return named;
      }
      int index = outputs.indexOf(tensor.name());
      if (index < 0) {
        throw new ProblemException(unknownOutput(tensor, what, unknown));
      }
      if (named.tensors.get(index) != null) {
        throw new ProblemException(
            Problem.ofField(
                    Reason.INPUT_REPEATED,
                    tensor.field() + ".name",
                    "%s of output '%s' are given twice.".formatted(what, tensor.name()))
                .with("output", tensor.name()));
      }
      named.tensors.set(index, tensor);
    }
    return named;
  }

  private Problem unknownOutput(InputTensor tensor, String what, Reason reason) {
    String expected = String.join(", ", outputs);
    String why =
        pass.signature().outputIndex(tensor.name()) >= 0
            ? "is an output that the header does not ask about"
            : "is no output of signature '" + pass.signature().name() + "'";
    return Problem.ofField(
            reason,
            tensor.field() + ".name",
            "There are %s for '%s', which %s; asked about: %s."
                .formatted(what, tensor.name(), why, expected))
        .with("output", tensor.name())
        .with("expected", expected);
  }

  private static void checkRows(InputTensor tensor, int rows) throws ProblemException {
    Shape shape = tensor.shape();
    if (shape.rank() == 0 || shape.dim(0) != rows) {
      throw new ProblemException(
          Problem.ofField(
                  Reason.INPUT_ROWS_DISAGREE,
                  tensor.field() + ".shape",
                  "%s ('%s') has shape %s, but the message has %d rows."
                      .formatted(tensor.field(), tensor.name(), shape, rows))
              .with("got", shape)
              .with("expected", rows));
    }
  }

  private interface TypeCheck {
    boolean accepts(DataType type);
  }

  private static void checkTypes(Named named, TypeCheck check, Reason reason, String expected)
      throws ProblemException {
    for (InputTensor tensor : named.tensors) {
      if (tensor != null && !check.accepts(tensor.type())) {
        throw new ProblemException(
            Problem.ofField(
                    reason,
                    tensor.field() + ".dtype",
                    "%s is %s; expected %s."
                        .formatted(tensor.field(), tensor.type().label(), expected))
                .with("got", tensor.type().label())
                .with("expected", expected));
      }
    }
  }

  private static void checkPresence(Named presence) throws ProblemException {
    for (InputTensor tensor : presence.tensors) {
      if (tensor != null && tensor.shape().rank() != 1) {
        throw new ProblemException(
            Problem.ofField(
                    Reason.MASK_INVALID,
                    tensor.field() + ".shape",
                    "%s has shape %s; expected one element a row."
                        .formatted(tensor.field(), tensor.shape()))
                .with("got", tensor.shape())
                .with("expected", "[rows]"));
      }
    }
  }

  private static List<InputTensor> slices(List<InputTensor> columns, int rows)
      throws ProblemException {
    List<InputTensor> sorted = new ArrayList<>(columns);
    sorted.sort(Comparator.comparing(InputTensor::name));
    Set<String> names = new HashSet<>();
    for (InputTensor column : sorted) {
      checkColumn(column, rows);
      if (!names.add(column.name())) {
        throw new ProblemException(
            Problem.ofField(
                    Reason.INPUT_REPEATED,
                    column.field() + ".name",
                    "Slice column '%s' is given twice.".formatted(column.name()))
                .with("column", column.name()));
      }
    }
    return sorted;
  }

  private static void checkColumn(InputTensor column, int rows) throws ProblemException {
    checkRows(column, rows);
    boolean texts = column.type() == DataType.STRING || NumberReader.isInteger(column.type());
    if (!texts || column.shape().rank() != 1) {
      throw new ProblemException(
          Problem.ofField(
                  Reason.COLUMN_INVALID,
                  column.field(),
                  "%s ('%s') is %s of shape %s; expected a string or an integer for each row."
                      .formatted(
                          column.field(), column.name(), column.type().label(), column.shape()))
              .with("got", column.type().label() + column.shape())
              .with("expected", "strings or integers, [rows]"));
    }
  }
}
