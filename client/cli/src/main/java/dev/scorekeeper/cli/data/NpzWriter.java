package dev.scorekeeper.cli.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes several arrays as .npz: a file for each while rows come, one archive of them in the end.
 *
 * <p>The entries are stored uncompressed, as {@code numpy.savez} does.
 */
final class NpzWriter implements RowWriter {
  private final PartFile file;
  private final Map<String, NpyWriter> writers = new LinkedHashMap<>();
  private final Map<String, Path> arrays = new LinkedHashMap<>();
  private boolean closed;

  NpzWriter(Path target) throws IOException {
    file = new PartFile(target);
    // Tells at once, and not after an hour, that the folder cannot be written to.
    Files.deleteIfExists(file.path());
    Files.createFile(file.path());
  }

  @Override
  public void write(List<Block> columns) throws IOException {
    for (Block column : columns) {
      NpyWriter writer = writers.get(column.name());
      if (writer == null) {
        PartFile array = new PartFile(file.sibling(arrays.size() + ".npy"));
        writer = new NpyWriter(array);
        writers.put(column.name(), writer);
        arrays.put(column.name(), array.path());
      }
      writer.write(List.of(column));
    }
  }

  @Override
  public void commit() throws IOException {
    close();
    file.commit();
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    for (NpyWriter writer : writers.values()) {
      writer.close();
    }
    try (OutputStream out = Files.newOutputStream(file.path());
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, Path> array : arrays.entrySet()) {
        store(zip, array.getKey() + ".npy", array.getValue());
      }
    }
    for (Path array : arrays.values()) {
      Files.delete(array);
    }
  }

  private static void store(ZipOutputStream zip, String name, Path content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(Files.size(content));
    entry.setCrc(crc(content));
    // NumPy's own constant date, so that the same arrays make the same file.
    entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
    zip.putNextEntry(entry);
    Files.copy(content, zip);
    zip.closeEntry();
  }

  private static long crc(Path content) throws IOException {
    CRC32 crc = new CRC32();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(content)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        crc.update(buffer, 0, read);
      }
    }
    return crc.getValue();
  }
}
