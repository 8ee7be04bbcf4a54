package dev.scorekeeper.cli.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Opens files of rows by their names. */
public final class DataFiles {
  private static final String READABLE =
      ".npy, .npz, .csv, .jsonl (or .ndjson), .tfrecord (or .tfrecords) and .parquet";
  private static final String WRITABLE = ".npy, .npz, .csv, .jsonl (or .ndjson) and .parquet";

  private DataFiles() {}

  /**
   * Opens a file for reading; its extension says what it is, {@code .gz} after it that it is
   * compressed.
   *
   * @throws DataException when it does not suit the inputs
   */
  public static RowReader read(Path file, List<InputSpec> inputs, ColumnChoice choice)
      throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    String kind = extension(file);
    if (!inputs.isEmpty() && !choice.extras().isEmpty() && kind.equals("npy")) {
      throw new DataException(
          "a .npy file has no columns; give a file for \"%s\""
              .formatted(choice.extras().get(0).name()));
    }
    if (!inputs.isEmpty() && !choice.keep().isEmpty() && kind.equals("npy")) {
      throw new DataException("--keep needs a file with names; a .npy file has none");
    }
    return switch (kind) {
      case "npy" -> NpyReader.openNpy(file, inputs, choice);
      case "npz" -> NpyReader.openNpz(file, inputs, choice);
      case "csv", "tsv", "csv.gz", "tsv.gz" -> CsvReader.open(file, inputs, choice);
      case "jsonl", "ndjson", "jsonl.gz", "ndjson.gz" -> new JsonLinesReader(file, inputs, choice);
      case "tfrecord", "tfrecords", "tfrecord.gz", "tfrecords.gz" ->
          new TfRecordReader(file, inputs, choice);
      case "parquet" -> ParquetReader.open(file, inputs, choice);
      default ->
          throw new DataException("not a kind of file that can be read: " + READABLE + " can");
    };
  }

  /** Opens a file for writing; its extension says what it becomes. */
  public static RowWriter write(Path file) throws IOException {
    return switch (extension(file)) {
      case "npy" -> new NpyWriter(file);
      case "npz" -> new NpzWriter(file);
      case "csv" -> new CsvWriter(new PartFile(file));
      case "jsonl", "ndjson" -> new JsonLinesWriter(new PartFile(file));
      case "parquet" -> new ParquetWriter(file);
      default ->
          throw new DataException("not a kind of file that can be written: " + WRITABLE + " can");
    };
  }

  /** Writes JSON Lines to a stream, which stays open. */
  public static RowWriter writeJsonLines(OutputStream stream) {
    return new JsonLinesWriter(stream);
  }

  private static String extension(Path file) {
    Path last = file.getFileName();
    String name = (last == null ? "" : last.toString()).toLowerCase(Locale.ROOT);
    String compressed = name.endsWith(".gz") ? ".gz" : "";
    String stem = name.substring(0, name.length() - compressed.length());
    return stem.substring(stem.lastIndexOf('.') + 1) + compressed;
  }

  /** True when the name is that of a kind of file that can be read. */
  public static boolean isReadable(Path file) {
    return switch (extension(file)) {
      case "npy", "npz", "csv", "tsv", "csv.gz", "tsv.gz" -> true;
      case "jsonl", "ndjson", "jsonl.gz", "ndjson.gz", "parquet" -> true;
      case "tfrecord", "tfrecords", "tfrecord.gz", "tfrecords.gz" -> true;
      default -> false;
    };
  }

  /** True for a file that holds a single array. */
  public static boolean holdsOneArray(Path file) {
    return extension(file).equals("npy");
  }
}
