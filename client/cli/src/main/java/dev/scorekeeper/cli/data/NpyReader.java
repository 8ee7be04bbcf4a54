package dev.scorekeeper.cli.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Reads the arrays of a .npy file (one) or a .npz file (several, by name) in step. */
final class NpyReader implements RowReader {
  private static final int BUFFER_BYTES = 1 << 16;

  private final List<Column> inputs;
  private final List<Column> kept;
  private final @Nullable ZipFile archive;
  private final long rowCount;
  private long rowsRead;

  private record Column(String name, ElementType type, List<Integer> rowShape, NpyArray array) {}

  private NpyReader(List<Column> inputs, List<Column> kept, @Nullable ZipFile archive)
      throws DataException {
    this.inputs = inputs;
    this.kept = kept;
    this.archive = archive;
    List<Column> all = new ArrayList<>(inputs);
    all.addAll(kept);
    this.rowCount = all.get(0).array().rowCount();
    for (Column column : all) {
      if (column.array().rowCount() != rowCount) {
        throw new DataException(
            "array \"%s\" has %d rows and \"%s\" has %d; all must have the same number"
                .formatted(all.get(0).name(), rowCount, column.name(), column.array().rowCount()));
      }
    }
  }

  static NpyReader openNpy(Path file, List<InputSpec> inputs, ColumnChoice choice)
      throws IOException {
    boolean extra = inputs.isEmpty() && choice.kept().size() == 1;
    if (inputs.size() != 1 && !extra) {
      throw new DataException(
          "a .npy file holds one array, and the model takes %d inputs (%s); give a .npz file with an array for each"
              .formatted(inputs.size(), names(inputs)));
    }
    NpyArray array =
        NpyArray.open(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES));
    try {
      return extra
          ? new NpyReader(List.of(), List.of(kept(choice.kept().get(0), array)), null)
          : new NpyReader(List.of(column(inputs.get(0), array)), List.of(), null);
    } catch (IOException | RuntimeException e) {
      array.close();
      throw e;
    }
  }

  static NpyReader openNpz(Path file, List<InputSpec> inputs, ColumnChoice choice)
      throws IOException {
    ZipFile archive = openArchive(file);
    try {
      List<Column> columns = new ArrayList<>();
      for (InputSpec input : inputs) {
        columns.add(column(input, openArray(archive, arrayName(archive, input, inputs, choice))));
      }
      List<Column> kept = new ArrayList<>();
      for (KeptColumn extra : choice.kept()) {
        List<String> arrays = arrays(archive);
        boolean only = extra.orOnly() && arrays.size() == 1;
        kept.add(kept(extra, openArray(archive, only ? arrays.get(0) : extra.name())));
      }
      return new NpyReader(columns, kept, archive);
    } catch (IOException | RuntimeException e) {
      archive.close();
      throw e;
    }
  }

  private static ZipFile openArchive(Path file) throws IOException {
    try {
      return new ZipFile(file.toFile());
    } catch (ZipException e) {
      throw new DataException("not a .npz archive: " + e.getMessage(), e);
    }
  }

  private static String arrayName(
      ZipFile archive, InputSpec input, List<InputSpec> inputs, ColumnChoice choice)
      throws DataException {
    List<String> given = choice.columnsOf(input.name());
    if (given.size() > 1) {
      throw new DataException("--input %s: one array, not several".formatted(input.name()));
    }
    if (!given.isEmpty()) {
      return given.get(0);
    }
    List<String> arrays = arrays(archive);
    boolean only = inputs.size() == 1 && arrays.size() == 1;
    return only ? arrays.get(0) : input.name();
  }

  private static List<String> arrays(ZipFile archive) {
    return archive.stream()
        .map(ZipEntry::getName)
        .filter(name -> name.endsWith(".npy"))
        .map(name -> name.substring(0, name.length() - 4))
        .toList();
  }

  private static NpyArray openArray(ZipFile archive, String name) throws IOException {
    ZipEntry entry = archive.getEntry(name + ".npy");
    if (entry == null) {
      throw new DataException(
          "no array \"%s\"; there are %s".formatted(name, String.join(", ", arrays(archive))));
    }
    return NpyArray.open(new BufferedInputStream(archive.getInputStream(entry), BUFFER_BYTES));
  }

  private static Column kept(KeptColumn column, NpyArray array) throws DataException {
    ElementType type = column.type() == null ? array.naturalType() : column.type();
    if (type == null) {
      throw new DataException("array \"" + column.name() + "\" has elements that cannot be kept");
    }
    return new Column(column.name(), type, array.rowShape(), array);
  }

  private static Column column(InputSpec input, NpyArray array) throws DataException {
    return new Column(input.name(), input.type(), Shapes.fit(input, array.rowShape()), array);
  }

  static String names(List<InputSpec> inputs) {
    return String.join(", ", inputs.stream().map(InputSpec::name).toList());
  }

  @Override
  public @Nullable RowGroup read(int maximumRows) throws IOException {
    int rows = (int) Math.min(maximumRows, rowCount - rowsRead);
    if (rows <= 0) {
      return null;
    }
    RowGroup group =
        new RowGroup(rowsRead + 1, rows, readColumns(inputs, rows), readColumns(kept, rows));
    rowsRead += rows;
    return group;
  }

  private List<Block> readColumns(List<Column> columns, int rows) throws IOException {
    List<Block> blocks = new ArrayList<>(columns.size());
    for (Column column : columns) {
      try {
        blocks.add(column.array().read(column.name(), column.type(), column.rowShape(), rows));
      } catch (DataException e) {
        throw new DataException(
            "rows %d to %d, array \"%s\": %s"
                .formatted(rowsRead + 1, rowsRead + rows, column.name(), e.getMessage()),
            e);
      }
    }
    return blocks;
  }

  @Override
  public double progress() {
    return rowCount == 0 ? 1 : (double) rowsRead / rowCount;
  }

  @Override
  public long rowCount() {
    return rowCount;
  }

  @Override
  public void close() throws IOException {
    for (Column column : inputs) {
      column.array().close();
    }
    for (Column column : kept) {
      column.array().close();
    }
    if (archive != null) {
      archive.close();
    }
  }
}
