package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.engine.EvaluationSetup;
import dev.scorekeeper.server.evaluation.engine.OutputFacts;
import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.InputTensor;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.Rows;
import dev.scorekeeper.server.scoring.Signature;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Copies rows of messages into slots, and hashes them. Not thread-safe.
 *
 * <p>Whatever a message holds becomes rows of a slot of the same form, and only full slots are
 * handed on before the end: so which rows run together depends on how many there are, not on the
 * messages.
 */
final class SlotFiller {

  private final Signature signature;
  private final List<String> outputs;
  private final List<String> sliceColumns;
  private final int[] outputOrder;
  private final NumberReader numbers = new NumberReader();
  private final TextReader texts = new TextReader(numbers);
  private final RowHash hash = new RowHash();
  private final DataDigest digest;
  private byte[][][] strings = {};

  /** Texts of the rows being copied: slice columns, then the id, then the query; empty for none. */
  private byte[][][] columnTexts = {};

  SlotFiller(Signature signature, EvaluationSetup setup, DataDigest digest) {
    this.signature = signature;
    this.outputs = setup.facts().stream().map(OutputFacts::output).toList();
    this.sliceColumns = setup.sliceColumns();
    this.digest = digest;
    Integer[] order = new Integer[outputs.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> outputs.get(a).compareTo(outputs.get(b)));
    this.outputOrder = Arrays.stream(order).mapToInt(i -> i).toArray();
  }

  /** Hash of a form, with which each of its rows begins. */
  byte[] hash(Form form) {
    return FormHash.of(form, signature, outputs, outputOrder);
  }

  /**
   * Copies rows {@code from .. from + count} of a message behind those that the slot has.
   *
   * @param formHash see {@link #hash(Form)}
   */
  void copy(Message message, int from, int count, Slot slot, byte[] formHash)
      throws ProblemException {
    int at = slot.rows;
    copyInputs(message.rows(), from, count, slot, at);
    for (int i = 0; i < outputs.size(); i++) {
      copyLabels(message, i, from, count, slot, at);
      copyPresence(message, i, from, count, slot, at);
      copyWeights(message, i, from, count, slot, at);
    }
    readTexts(message, from, count);
    copyTexts(message, count, slot, at);
    for (int row = 0; row < count; row++) {
      hashRow(message.form(), slot, at + row, row, formHash);
    }
    slot.rows += count;
  }

  private void copyInputs(Rows rows, int from, int count, Slot slot, int at) {
    int inputs = signature.inputs().size();
    if (strings.length < inputs) {
      strings = new byte[inputs][][];
    }
    for (int i = 0; i < inputs; i++) {
      if (signature.inputs().get(i).type() == DataType.STRING) {
        copyStrings(rows, i, from, count, slot, at);
      } else {
        int rowBytes = Math.toIntExact(rows.layout().bytesPerRow(i));
        ByteBuffer target = slot.block.buffer(i);
        target.limit((at + count) * rowBytes).position(at * rowBytes);
        rows.read(i, (long) from * rowBytes, target);
        target.clear();
      }
    }
  }

  private void copyStrings(Rows rows, int input, int from, int count, Slot slot, int at) {
    int rowElements = Math.toIntExact(rows.layout().elementsPerRow(input));
    byte[][] copies = new byte[count * rowElements][];
    for (int e = 0; e < copies.length; e++) {
      copies[e] = rows.string(input, (long) from * rowElements + e);
      slot.block.setString(input, (long) at * rowElements + e, copies[e]);
    }
    strings[input] = copies;
  }

  private void copyLabels(Message message, int output, int from, int count, Slot slot, int at)
      throws ProblemException {
    OutputRows target = slot.chunk.outputs[output];
    int width = target.labelWidth;
    InputTensor labels = message.labels().get(output);
    int inexact =
        numbers.doubles(labels, (long) from * width, count * width, target.labels, at * width);
    if (inexact >= 0) {
      throw new ProblemException(
          Problem.ofField(
                  Reason.LABEL_OUT_OF_RANGE,
                  labels.field(),
                  "A label of output '%s' is an integer beyond 2^53, which is not computed with."
                      .formatted(outputs.get(output)))
              .with("output", outputs.get(output)));
    }
  }

  private void copyPresence(Message message, int output, int from, int count, Slot slot, int at) {
    Optional<InputTensor> presence = message.presence().get(output);
    boolean[] target = slot.chunk.presence[output];
    if (presence.isEmpty()) {
      if (target != null) {
        Arrays.fill(target, at, at + count, true);
      }
      return;
    }
    if (target == null) {
      target = new boolean[slot.capacity];
      Arrays.fill(target, 0, at, true);
      slot.chunk.presence[output] = target;
    }
    numbers.booleans(presence.get(), from, count, target, at);
  }

  private void copyWeights(Message message, int output, int from, int count, Slot slot, int at)
      throws ProblemException {
    OutputRows target = slot.chunk.outputs[output];
    if (target.weightWidth > 0 && (output == 0 || !slot.form.sharedWeights())) {
      InputTensor weights = message.weights().get(output).orElseThrow();
      int width = target.weightWidth;
      int inexact =
          numbers.doubles(weights, (long) from * width, count * width, target.weights, at * width);
      if (inexact >= 0) {
        throw new ProblemException(
            Problem.ofField(
                Reason.WEIGHT_INVALID,
                weights.field(),
                "A weight is an integer beyond 2^53, which is not computed with."));
      }
    }
    if (target.maskWidth > 0 && (output == 0 || !slot.form.sharedMasks())) {
      int width = target.maskWidth;
      InputTensor mask = message.masks().get(output).orElseThrow();
      numbers.booleans(mask, (long) from * width, count * width, target.mask, at * width);
    }
  }

  private void readTexts(Message message, int from, int count) {
    int slices = message.slices().size();
    if (columnTexts.length != slices + 2) {
      columnTexts = new byte[slices + 2][][];
    }
    for (int c = 0; c < slices; c++) {
      columnTexts[c] = texts(message.slices().get(c), from, count);
    }
    columnTexts[slices] = texts(message.ids(), from, count);
    columnTexts[slices + 1] = texts(message.queries(), from, count);
  }

  private byte[][] texts(Optional<InputTensor> column, int from, int count) {
    return column.isPresent() ? texts(column.get(), from, count) : new byte[0][];
  }

  private byte[][] texts(InputTensor column, int from, int count) {
    byte[][] result = new byte[count][];
    for (int row = 0; row < count; row++) {
      result[row] = texts.bytes(column, (long) from + row);
    }
    return result;
  }

  private void copyTexts(Message message, int count, Slot slot, int at) {
    List<String> names = message.form().sliceColumns();
    for (int c = 0; c < names.size(); c++) {
      int place = sliceColumns.indexOf(names.get(c));
      if (place >= 0) {
        for (int row = 0; row < count; row++) {
          slot.chunk.slices[place][at + row] = texts.text(columnTexts[c][row]);
        }
      }
    }
    copyHashes(columnTexts[names.size()], slot.chunk.exampleIds, at);
    long[] queries = slot.chunk.outputs[0].groups;
    if (queries != null) {
      copyHashes(columnTexts[names.size() + 1], queries, at);
    }
  }

  private static void copyHashes(byte[][] ids, long[] target, int at) {
    for (int row = 0; row < ids.length; row++) {
      target[at + row] = TextReader.hash(ids[row]);
    }
  }

  private void hashRow(Form form, Slot slot, int at, int row, byte[] formHash) {
    hash.begin(formHash);
    for (int i = 0; i < signature.inputs().size(); i++) {
      if (signature.inputs().get(i).type() == DataType.STRING) {
        int elements = Math.toIntExact(form.layout().elementsPerRow(i));
        for (int e = 0; e < elements; e++) {
          byte[] text = strings[i][row * elements + e];
          hash.putText(text, text.length);
        }
      } else {
        int rowBytes = Math.toIntExact(form.layout().bytesPerRow(i));
        hash.put(slot.block.buffer(i), at * rowBytes, rowBytes);
      }
    }
    for (int output : outputOrder) {
      hashLabel(slot, output, at);
    }
    for (int output : outputOrder) {
      OutputRows rows = slot.chunk.outputs[output];
      if (output == 0 || !form.sharedWeights()) {
        putNumbers(rows.weights, at * rows.weightWidth, rows.weightWidth);
      }
    }
    for (int output : outputOrder) {
      OutputRows rows = slot.chunk.outputs[output];
      if (output == 0 || !form.sharedMasks()) {
        for (int i = 0; i < rows.maskWidth; i++) {
          hash.put((byte) (rows.mask[at * rows.maskWidth + i] ? 1 : 0));
        }
      }
    }
    for (byte[][] texts : columnTexts) {
      if (texts.length > 0) {
        hash.putText(texts[row], texts[row].length);
      }
    }
    hash.addTo(digest);
  }

  /** One byte that tells whether there is a label, then the label, if there is. */
  private void hashLabel(Slot slot, int output, int at) {
    OutputRows rows = slot.chunk.outputs[output];
    boolean[] presence = slot.chunk.presence[output];
    boolean present = presence == null || presence[at];
    hash.put((byte) (present ? 1 : 0));
    if (present) {
      putNumbers(rows.labels, at * rows.labelWidth, rows.labelWidth);
    }
  }

  private void putNumbers(double[] numbers, int from, int count) {
    for (int i = 0; i < count; i++) {
      // Zero has one sign.
      hash.put(numbers[from + i] + 0.0);
    }
  }
}
