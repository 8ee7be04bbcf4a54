package dev.scorekeeper.server.config;

/**
 * A number of bytes, {@code >= 0}; written as {@code 512}, {@code 64KiB}, {@code 4MiB}, {@code
 * 1GiB}.
 */
public record DataSize(long bytes) {
  public DataSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("negative size: " + bytes);
    }
  }

  public static DataSize ofMebibytes(long mebibytes) {
    return new DataSize(Math.multiplyExact(mebibytes, 1L << 20));
  }
}
