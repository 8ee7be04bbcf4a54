package dev.scorekeeper.cli.evaluate;

import dev.scorekeeper.cli.data.Block;
import dev.scorekeeper.cli.data.ColumnChoice;
import dev.scorekeeper.cli.data.DataFiles;
import dev.scorekeeper.cli.data.InputSpec;
import dev.scorekeeper.cli.data.KeptColumn;
import dev.scorekeeper.cli.data.RowReader;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.cli.text.FileProblems;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a data file with their labels, weights and the rest, which come from columns of it or
 * from files of their own with as many rows. Read in step, in constant memory. For one thread.
 */
final class LabelledFile implements AutoCloseable {
  private static final int COUNTING_STEP = 8192;

  private final RowFiles files;
  private final List<InputSpec> inputs;
  private final RowStream data;

  /** Streams of the other files, each with the column that it is read for. */
  private final Map<ExtraColumn, RowStream> others = new LinkedHashMap<>();

  /** Where each column of the data file stands among its kept ones. */
  private final Map<ExtraColumn, Integer> ofData = new LinkedHashMap<>();

  private LabelledFile(RowFiles files, List<InputSpec> inputs, RowStream data) {
    this.files = files;
    this.inputs = inputs;
    this.data = data;
  }

  /**
   * Opens all files.
   *
   * @throws CommandException when one cannot be read, or they are known to differ in their rows
   */
  static LabelledFile open(RowFiles files, List<InputSpec> inputs) {
    List<ExtraColumn> inData =
        files.extras().stream().filter(extra -> extra.source().file() == null).toList();
    ColumnChoice choice =
        new ColumnChoice(
            files.inputColumns(), List.of(), inData.stream().map(ExtraColumn::kept).toList());
    RowStream data = stream(files.data(), inputs, choice);
    LabelledFile opened = new LabelledFile(files, inputs, data);
    try {
      inData.forEach(extra -> opened.ofData.put(extra, opened.ofData.size()));
      for (ExtraColumn extra : files.extras()) {
        Path file = extra.source().file();
        if (file != null) {
          opened.others.put(extra, stream(file, List.of(), only(extra.kept())));
        }
      }
      opened.checkKnownCounts();
      return opened;
    } catch (CommandException e) {
      opened.close();
      throw e;
    }
  }

  private static ColumnChoice only(KeptColumn column) {
    return new ColumnChoice(Map.of(), List.of(), List.of(column));
  }

  private static RowStream stream(Path file, List<InputSpec> inputs, ColumnChoice choice) {
    try {
      return new RowStream(file, DataFiles.read(file, inputs, choice));
    } catch (IOException e) {
      throw FileProblems.explain(file, null, e, "");
    }
  }

  private void checkKnownCounts() {
    long rows = data.reader().rowCount();
    for (Map.Entry<ExtraColumn, RowStream> other : others.entrySet()) {
      long count = other.getValue().reader().rowCount();
      if (rows >= 0 && count >= 0 && rows != count) {
        throw disagree(rows, other.getKey(), other.getValue(), count);
      }
    }
  }

  private CommandException disagree(long rows, ExtraColumn extra, RowStream other, long otherRows) {
    return CommandException.failed(
        "%s: %s has %,d rows and %s has %,d; they must have the same number."
            .formatted(extra.option(), data.file(), rows, other.file(), otherRows));
  }

  /**
   * The next rows, or null after the last one.
   *
   * @throws CommandException when a file cannot be read, or ends before the others
   */
  @Nullable LabelledGroup next(int most) {
    int rows = available(data, most);
    for (Map.Entry<ExtraColumn, RowStream> other : others.entrySet()) {
      int others = available(other.getValue(), rows == 0 ? 1 : rows);
      if ((others == 0) != (rows == 0)) {
        throw disagree(
            countAll(data), other.getKey(), other.getValue(), countAll(other.getValue()));
      }
      rows = Math.min(rows, others);
    }
    return rows == 0 ? null : take(rows);
  }

  private static int available(RowStream stream, int most) {
    try {
      return stream.available(most);
    } catch (IOException e) {
      throw FileProblems.explain(stream.file(), null, e, "");
    }
  }

  private static long countAll(RowStream stream) {
    try {
      return stream.countAll(COUNTING_STEP);
    } catch (IOException e) {
      throw FileProblems.explain(stream.file(), null, e, "");
    }
  }

  private LabelledGroup take(int rows) {
    long firstRow = data.rowsTaken() + 1;
    List<Block> blocks = data.take(rows);
    Map<ExtraColumn, Block> extras = new LinkedHashMap<>();
    for (ExtraColumn extra : files.extras()) {
      RowStream other = others.get(extra);
      if (other == null) {
        Block block = blocks.get(inputs.size() + ofData.getOrDefault(extra, 0));
        extras.put(extra, plain(data.file(), block));
      } else {
        extras.put(extra, plain(other.file(), other.take(rows).get(0)));
      }
    }
    return new LabelledGroup(firstRow, rows, blocks.subList(0, inputs.size()), extras);
  }

  /** A TFRecord file does not tell one value from a list of one. */
  private static Block plain(Path file, Block block) {
    boolean ofList = file.toString().toLowerCase(Locale.ROOT).contains(".tfrecord");
    return ofList && block.rowShape().equals(List.of(1)) ? block.shaped(List.of()) : block;
  }

  /** Rows given out so far. */
  long rowsTaken() {
    return data.rowsTaken();
  }

  /** Rows in the files, -1 when only reading tells. */
  long rowCount() {
    return data.reader().rowCount();
  }

  /** How far reading has come, [0, 1]. */
  double progress() {
    return data.reader().progress();
  }

  @Override
  public void close() {
    List<RowStream> all = new ArrayList<>(others.values());
    all.add(data);
    CommandException failure = null;
    for (RowStream stream : all) {
      failure = close(stream.file(), stream.reader(), failure);
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static @Nullable CommandException close(
      Path file, RowReader reader, @Nullable CommandException before) {
    try {
      reader.close();
      return before;
    } catch (IOException e) {
      return before == null ? FileProblems.explain(file, null, e, "") : before;
    }
  }
}
