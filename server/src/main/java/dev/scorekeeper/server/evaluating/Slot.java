package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.engine.EvaluationChunk;
import dev.scorekeeper.server.scoring.InputBlock;
import dev.scorekeeper.server.scoring.Program;
import dev.scorekeeper.server.scoring.Shape;
import java.util.Arrays;

/**
 * Memory for many rows of one form: inputs for the model, and all else for the figures. Owns its
 * block. Handed from thread to thread, used by one at a time.
 */
final class Slot implements AutoCloseable {

  final Form form;
  final InputBlock block;
  final int capacity;
  final EvaluationChunk chunk;

  /** Of whole rows filled so far. */
  int rows;

  Slot(Program program, Form form, int capacity, int sliceColumns) {
    this.form = form;
    this.capacity = capacity;
    this.chunk = new EvaluationChunk(form.labels().size(), sliceColumns);
    for (int i = 0; i < form.labels().size(); i++) {
      prepare(chunk.outputs[i], i);
    }
    for (int i = 0; i < sliceColumns; i++) {
      chunk.slices[i] = new String[capacity];
    }
    if (form.hasIds()) {
      chunk.exampleIds = new long[capacity];
      chunk.hasExampleIds = true;
    }
    if (form.hasQueries()) {
      long[] queries = new long[capacity];
      for (OutputRows rows : chunk.outputs) {
        rows.groups = queries;
      }
    }
    this.block = program.allocate(form.layout(), capacity);
  }

  private void prepare(OutputRows rows, int output) {
    rows.labelWidth = form.labelWidth(output);
    rows.labelShape = dims(form.labels().get(output));
    rows.labels = new double[Math.multiplyExact(capacity, rows.labelWidth)];
    rows.weightWidth = form.weightWidth(output);
    rows.weights =
        form.sharedWeights() && output > 0
            ? chunk.outputs[0].weights
            : new double[Math.multiplyExact(capacity, rows.weightWidth)];
    rows.maskWidth = form.maskWidth(output);
    rows.mask =
        form.sharedMasks() && output > 0
            ? chunk.outputs[0].mask
            : new boolean[Math.multiplyExact(capacity, rows.maskWidth)];
  }

  static int[] dims(Shape shape) {
    int[] dims = new int[shape.rank()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = Math.toIntExact(shape.dim(i));
    }
    return dims;
  }

  /** Forgets its rows. */
  void reset() {
    rows = 0;
    for (int i = 0; i < chunk.presence.length; i++) {
      chunk.presence[i] = null;
    }
  }

  /** Notes that the next rows are those of the stream from {@code first} on. */
  void number(long first, int count) {
    if (rows == 0) {
      chunk.firstRow = first;
      chunk.rowNumbers = null;
    }
    long[] numbers = chunk.rowNumbers;
    if (numbers == null && first != chunk.firstRow + rows) {
      // Rows of another form came in between.
      numbers = new long[capacity];
      Arrays.setAll(numbers, row -> chunk.firstRow + row);
      chunk.rowNumbers = numbers;
    }
    if (numbers != null) {
      for (int i = 0; i < count; i++) {
        numbers[rows + i] = first + i;
      }
    }
  }

  int room() {
    return capacity - rows;
  }

  @Override
  public void close() {
    block.close();
  }
}
