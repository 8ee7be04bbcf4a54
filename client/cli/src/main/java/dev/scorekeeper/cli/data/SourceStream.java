package dev.scorekeeper.cli.data;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * Bytes of a file, uncompressed when its name ends in {@code .gz}, that knows how far it has come.
 */
final class SourceStream extends FilterInputStream {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Counting counting;
  private final long fileBytes;

  private SourceStream(InputStream content, Counting counting, long fileBytes) {
    super(content);
    this.counting = counting;
    this.fileBytes = fileBytes;
  }

  static SourceStream open(Path file) throws IOException {
    Counting counting = new Counting(Files.newInputStream(file));
    try {
      InputStream content =
          file.toString().endsWith(".gz") ? new GZIPInputStream(counting, BUFFER_BYTES) : counting;
      return new SourceStream(
          new BufferedInputStream(content, BUFFER_BYTES), counting, Files.size(file));
    } catch (IOException | RuntimeException e) {
      counting.close();
      throw e;
    }
  }

  /** Share of the file that has been read, [0, 1]. */
  double progress() {
    return fileBytes == 0 ? 1 : Math.min(1, (double) counting.count / fileBytes);
  }

  private static final class Counting extends FilterInputStream {
    private long count;

    Counting(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      count += value < 0 ? 0 : 1;
      return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = super.read(bytes, offset, length);
      count += Math.max(read, 0);
      return read;
    }
  }
}
