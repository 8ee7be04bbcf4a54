package dev.scorekeeper.cli.data;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writer of a file of text, one row after the other, to a file or to an open stream. */
abstract class TextWriter implements RowWriter {
  private final @Nullable PartFile file;
  private final Writer out;
  private boolean begun;

  /** Writes to a file. */
  TextWriter(PartFile file) throws IOException {
    this.file = file;
    out = Files.newBufferedWriter(file.path());
  }

  /** Writes to a stream, which is flushed after each call and stays open. */
  TextWriter(OutputStream stream) {
    file = null;
    out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
  }

  /** Appends a row of the columns, with its line end. */
  abstract void append(Writer to, List<Block> columns, int row) throws IOException;

  /** Called before the first row with the columns of it. */
  abstract void begin(Writer to, List<Block> columns) throws IOException;

  @Override
  public final void write(List<Block> columns) throws IOException {
    if (!begun) {
      begun = true;
      begin(out, columns);
    }
    int rows = columns.isEmpty() ? 0 : columns.get(0).rowCount();
    for (int row = 0; row < rows; row++) {
      append(out, columns, row);
    }
    if (file == null) {
      out.flush();
    }
  }

  @Override
  public final void commit() throws IOException {
    close();
    if (file != null) {
      file.commit();
    }
  }

  @Override
  public final void close() throws IOException {
    if (file == null) {
      out.flush();
    } else {
      out.close();
    }
  }
}
