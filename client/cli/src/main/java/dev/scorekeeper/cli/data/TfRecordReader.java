package dev.scorekeeper.cli.data;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads TFRecord files of {@code tf.Example}: each feature is the input of its name.
 *
 * <p>A model whose only input is one string a row, and whose examples have no feature of its name,
 * gets the records themselves: that is how signatures that parse examples on their own are fed.
 * Both checksums of each record are verified.
 */
final class TfRecordReader extends RecordReader {
  private static final int MAXIMUM_RECORD_BYTES = 256 << 20;
  private static final int MASK_DELTA = 0xa282ead8;

  private final SourceStream source;
  private final List<String> features;
  private final boolean mayTakeRecord;
  private final ByteBuffer head = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);

  TfRecordReader(Path file, List<InputSpec> inputs, ColumnChoice choice) throws IOException {
    super(inputs, choice.kept());
    features = fields().stream().map(field -> feature(field, choice)).toList();
    mayTakeRecord =
        inputs.size() == 1
            && inputs.get(0).type() == ElementType.STRING
            && inputs.get(0).rowSize() == 1
            && choice.inputs().isEmpty();
    source = SourceStream.open(file);
  }

  private static String feature(Field field, ColumnChoice choice) {
    List<String> chosen = field.input() == null ? List.of() : choice.columnsOf(field.name());
    return chosen.isEmpty() ? field.name() : chosen.get(0);
  }

  @Override
  boolean readRecord() throws IOException {
    byte[] record = readBytes();
    if (record == null) {
      return false;
    }
    try {
      List<String> missing = ExampleParser.parse(record, features, fields());
      if (missing.contains(features.get(0)) && mayTakeRecord) {
        fields().get(0).elements().addString(record);
      } else {
        addMissing(missing);
      }
    } catch (InvalidProtocolBufferException e) {
      throw new DataException(place() + ": not a tf.Example", e);
    }
    return true;
  }

  private void addMissing(List<String> missing) throws DataException {
    for (int i = 0; i < features.size() && !missing.isEmpty(); i++) {
      if (missing.contains(features.get(i))) {
        if (!fields().get(i).mayBeMissing()) {
          throw new DataException(place() + ": no feature \"" + features.get(i) + "\"");
        }
        fields().get(i).addMissing();
      }
    }
  }

  private byte @Nullable [] readBytes() throws IOException {
    int read = source.readNBytes(head.array(), 0, 12);
    if (read == 0) {
      return null;
    }
    if (read < 12) {
      throw cutOff();
    }
    long length = head.getLong(0);
    if (maskedCrc(head.array(), 8) != head.getInt(8)) {
      throw new DataException(
          place()
              + ": the checksum of its length is wrong; the file is damaged or not a TFRecord file");
    }
    if (length < 0 || length > MAXIMUM_RECORD_BYTES) {
      throw new DataException("%s: %d bytes long, more than 256 MiB".formatted(place(), length));
    }
    byte[] record = source.readNBytes((int) length);
    byte[] checksum = source.readNBytes(4);
    if (checksum.length < 4) {
      throw cutOff();
    }
    int expected = ByteBuffer.wrap(checksum).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (maskedCrc(record, record.length) != expected) {
      throw new DataException(
          place() + ": the checksum of its content is wrong; the file is damaged");
    }
    return record;
  }

  private EOFException cutOff() {
    return new EOFException(place() + ": the file ends in the middle of it");
  }

  /** The checksum as TFRecord stores it: CRC-32C, rotated and shifted. */
  static int maskedCrc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
  }

  @Override
  String place() {
    return "record " + recordNumber();
  }

  @Override
  public double progress() {
    return source.progress();
  }

  @Override
  public long rowCount() {
    return -1;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
