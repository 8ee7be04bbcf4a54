package dev.scorekeeper.server.runtime;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Reads TFRecord files: of each record the length (8 bytes), its checksum (4), the data, its
 * checksum (4), all little-endian.
 */
final class RecordFile {

  private static final int HEADER_BYTES = 12;
  private static final int MOST_BYTES = 256 << 20;

  private RecordFile() {}

  /**
   * The first records of a file, at most {@code most}.
   *
   * @throws IOException also for a wrong checksum or a file that is cut short
   */
  static List<byte[]> read(Path file, int most) throws IOException {
    List<byte[]> records = new ArrayList<>();
    try (InputStream stream = new BufferedInputStream(Files.newInputStream(file));
        DataInputStream input = new DataInputStream(stream)) {
      while (records.size() < most) {
        byte[] header = input.readNBytes(HEADER_BYTES);
        if (header.length == 0) {
          break;
        }
        records.add(readRecord(header, input, records.size()));
      }
    }
    return records;
  }

  private static byte[] readRecord(byte[] header, DataInputStream input, int number)
      throws IOException {
    if (header.length < HEADER_BYTES) {
      throw new EOFException("record " + number + " is cut short");
    }
    ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    if (fields.getInt(Long.BYTES) != maskedChecksum(header, Long.BYTES)) {
      throw new IOException("record " + number + " has a wrong checksum of its length");
    }
    long length = fields.getLong(0);
    if (length < 0 || length > MOST_BYTES) {
      throw new IOException("record " + number + " is too long: " + length + " bytes");
    }
    byte[] data = input.readNBytes((int) length);
    byte[] checksum = input.readNBytes(Integer.BYTES);
    if (data.length < length || checksum.length < Integer.BYTES) {
      throw new EOFException("record " + number + " is cut short");
    }
    int expected = ByteBuffer.wrap(checksum).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (expected != maskedChecksum(data, data.length)) {
      throw new IOException("record " + number + " has a wrong checksum");
    }
    return data;
  }

  /** CRC32C, rotated and shifted, since a checksum of data that holds checksums would be weak. */
  static int maskedChecksum(byte[] data, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(data, 0, length);
    return Integer.rotateRight((int) checksum.getValue(), 15) + 0xa282ead8;
  }
}
