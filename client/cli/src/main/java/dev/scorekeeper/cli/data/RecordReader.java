package dev.scorekeeper.cli.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reader of a file that comes record by record: gathers records of equal shapes into groups. */
abstract class RecordReader implements RowReader {
  private final List<Field> inputs = new ArrayList<>();
  private final List<Field> kept = new ArrayList<>();
  private final List<Field> all = new ArrayList<>();

  /** True when the fields hold a record that belongs to the next group. */
  private boolean recordWaiting;

  private long rowsRead;

  RecordReader(List<InputSpec> inputs, List<KeptColumn> keep) {
    for (InputSpec input : inputs) {
      this.inputs.add(Field.ofInput(input));
    }
    for (KeptColumn column : keep) {
      kept.add(Field.ofKept(column));
    }
    all.addAll(this.inputs);
    all.addAll(kept);
  }

  /** The inputs in the order of the constructor, then the kept columns in theirs. */
  final List<Field> fields() {
    return all;
  }

  /**
   * Reads the next record into the fields, which are empty.
   *
   * @return false after the last one
   */
  abstract boolean readRecord() throws IOException;

  /** Where the record that was read stands, for messages: such as {@code line 17}. */
  abstract String place();

  /** Number of the record that is being read, from 1. */
  final long recordNumber() {
    return rowsRead + 1;
  }

  @Override
  public final @Nullable RowGroup read(int maximumRows) throws IOException {
    if (!advance()) {
      return null;
    }
    List<List<Integer>> shapes = shapes();
    List<ElementBuffer> gathered = new ArrayList<>();
    for (Field field : all) {
      gathered.add(new ElementBuffer(field.elements().type()));
    }
    int rows = 0;
    do {
      for (int i = 0; i < gathered.size(); i++) {
        gathered.get(i).addAll(all.get(i).elements());
      }
      recordWaiting = false;
      rows++;
    } while (rows < maximumRows && advance() && shapes().equals(shapes));
    return group(rows, shapes, gathered);
  }

  private RowGroup group(int rows, List<List<Integer>> shapes, List<ElementBuffer> gathered) {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < gathered.size(); i++) {
      blocks.add(gathered.get(i).toBlock(all.get(i).name(), rows, shapes.get(i)));
    }
    long end = recordWaiting ? rowsRead - 1 : rowsRead;
    return new RowGroup(
        end - rows + 1,
        rows,
        blocks.subList(0, inputs.size()),
        blocks.subList(inputs.size(), blocks.size()));
  }

  private boolean advance() throws IOException {
    if (recordWaiting) {
      return true;
    }
    for (Field field : all) {
      field.clear();
    }
    if (!readRecord()) {
      return false;
    }
    rowsRead++;
    recordWaiting = true;
    return true;
  }

  private List<List<Integer>> shapes() throws DataException {
    List<List<Integer>> shapes = new ArrayList<>(all.size());
    for (Field field : all) {
      try {
        shapes.add(field.fittedShape());
      } catch (DataException e) {
        throw at(field.name(), e);
      }
    }
    return shapes;
  }

  /** The exception with the place of the record and the name of the column before its message. */
  final DataException at(String column, DataException cause) {
    return new DataException(
        "%s, \"%s\": %s".formatted(place(), column, cause.getMessage()), cause);
  }
}
