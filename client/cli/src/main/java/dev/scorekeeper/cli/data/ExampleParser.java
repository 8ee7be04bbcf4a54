package dev.scorekeeper.cli.data;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the protobuf message {@code tf.Example}, without TensorFlow.
 *
 * <p>{@code Example{1: Features{1: map<string, Feature>}}}, where {@code Feature} is one of {@code
 * 1: BytesList}, {@code 2: FloatList}, {@code 3: Int64List}, each with {@code 1: repeated value}.
 */
final class ExampleParser {
  private ExampleParser() {}

  /**
   * Reads the named features into the fields of the same places.
   *
   * @return the names that the example lacks
   */
  static List<String> parse(byte[] record, List<String> names, List<Field> fields)
      throws IOException {
    List<String> missing = new ArrayList<>(names);
    CodedInputStream in = CodedInputStream.newInstance(record);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == message(1)) {
        int outer = in.pushLimit(in.readRawVarint32());
        parseFeatures(in, names, fields, missing);
        in.popLimit(outer);
      } else {
        in.skipField(tag);
      }
    }
    return missing;
  }

  private static void parseFeatures(
      CodedInputStream in, List<String> names, List<Field> fields, List<String> missing)
      throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == message(1)) {
        int outer = in.pushLimit(in.readRawVarint32());
        parseEntry(in, names, fields, missing);
        in.popLimit(outer);
      } else {
        in.skipField(tag);
      }
    }
  }

  private static void parseEntry(
      CodedInputStream in, List<String> names, List<Field> fields, List<String> missing)
      throws IOException {
    String key = "";
    byte[] feature = {};
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == message(1)) {
        key = in.readString();
      } else if (tag == message(2)) {
        feature = in.readByteArray();
      } else {
        in.skipField(tag);
      }
    }
    for (int index = 0; index < names.size(); index++) {
      if (names.get(index).equals(key)) {
        parseFeature(key, feature, fields.get(index));
        missing.remove(key);
      }
    }
  }

  private static void parseFeature(String key, byte[] feature, Field field) throws IOException {
    field.clear();
    try {
      parseFeature(CodedInputStream.newInstance(feature), field);
    } catch (DataException e) {
      throw new DataException("feature \"" + key + "\": " + e.getMessage(), e);
    }
    if (field.input() == null || field.input().rowSize() != 1) {
      field.setFlat();
    } else if (field.elements().size() != 1) {
      throw new DataException(
          "feature \"%s\" has %d values, one is needed".formatted(key, field.elements().size()));
    }
  }

  private static void parseFeature(CodedInputStream in, Field field) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int kind = WireFormat.getTagFieldNumber(tag);
      if (kind < 1 || kind > 3 || tag != message(kind)) {
        in.skipField(tag);
        continue;
      }
      int outer = in.pushLimit(in.readRawVarint32());
      parseList(in, kind, field);
      in.popLimit(outer);
    }
    // A feature without values is a list of length 0.
    field.elements(ElementType.STRING);
  }

  private static void parseList(CodedInputStream in, int kind, Field field) throws IOException {
    ElementBuffer to =
        field.elements(
            switch (kind) {
              case 1 -> ElementType.STRING;
              case 2 -> ElementType.FLOAT32;
              default -> ElementType.INT64;
            });
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (WireFormat.getTagFieldNumber(tag) != 1) {
        in.skipField(tag);
      } else if (kind == 1) {
        to.addString(in.readByteArray());
      } else if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        int outer = in.pushLimit(in.readRawVarint32());
        while (in.getBytesUntilLimit() > 0) {
          readNumber(in, kind, to);
        }
        in.popLimit(outer);
      } else {
        readNumber(in, kind, to);
      }
    }
  }

  private static void readNumber(CodedInputStream in, int kind, ElementBuffer to)
      throws IOException {
    if (kind == 2) {
      to.addDouble(in.readFloat());
    } else {
      to.addLong(in.readInt64());
    }
  }

  private static int message(int field) {
    return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }
}
