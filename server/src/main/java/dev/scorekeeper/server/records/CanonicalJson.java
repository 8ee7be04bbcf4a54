package dev.scorekeeper.server.records;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes values as the one JSON text that stands for them: ProtoJSON, made canonical by RFC 8785.
 *
 * <p>No white space; members in order of their names; fields that are not set left out, and so are
 * those without presence that have their default; numbers as {@link CanonicalNumber} writes them,
 * 64-bit integers as strings; NaN and the infinities as the strings "NaN", "Infinity" and
 * "-Infinity"; strings with the fewest escapes.
 */
final class CanonicalJson {

  private static final Map<Descriptor, List<FieldDescriptor>> ordered = new ConcurrentHashMap<>();

  private final StringBuilder text = new StringBuilder();

  private CanonicalJson() {}

  /** The text of a message. */
  static String of(Message message) {
    CanonicalJson json = new CanonicalJson();
    json.message(message);
    return json.text.toString();
  }

  /** The text of an object whose members are all strings. */
  static String of(Map<String, String> members) {
    CanonicalJson json = new CanonicalJson();
    json.text.append('{');
    new TreeMap<>(members)
        .forEach(
            (name, value) -> {
              json.name(name);
              json.string(value);
            });
    json.text.append('}');
    return json.text.toString();
  }

  private void message(Message message) {
    if (message instanceof Timestamp time) {
      string(Timestamps.toString(time));
      return;
    }
    text.append('{');
    for (FieldDescriptor field : fields(message.getDescriptorForType())) {
      if (field.isRepeated()) {
        repeated(message, field);
      } else if (message.hasField(field)) {
        name(field.getJsonName());
        value(field, message.getField(field));
      }
    }
    text.append('}');
  }

  private void repeated(Message message, FieldDescriptor field) {
    int count = message.getRepeatedFieldCount(field);
    if (count == 0) {
      return;
    }
    if (field.isMapField()) {
      throw new IllegalArgumentException("a map has no canonical form: " + field.getFullName());
    }
    name(field.getJsonName());
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? '[' : ',');
      value(field, message.getRepeatedField(field, i));
    }
    text.append(']');
  }

  private static List<FieldDescriptor> fields(Descriptor type) {
    return ordered.computeIfAbsent(
        type,
        message ->
            message.getFields().stream()
                .sorted(Comparator.comparing(FieldDescriptor::getJsonName))
                .toList());
  }

  private void value(FieldDescriptor field, Object value) {
    switch (field.getType()) {
      case STRING -> string((String) value);
      case BOOL, INT32, SINT32, SFIXED32 -> text.append(value);
      case UINT32, FIXED32 -> text.append(Integer.toUnsignedLong((int) value));
      case INT64, SINT64, SFIXED64 -> string(Long.toString((long) value));
      case UINT64, FIXED64 -> string(Long.toUnsignedString((long) value));
      case DOUBLE -> number((double) value);
      case FLOAT -> number((float) value);
      case ENUM -> string(((EnumValueDescriptor) value).getName());
      case BYTES -> string(Base64.getEncoder().encodeToString(((ByteString) value).toByteArray()));
      case MESSAGE -> message((Message) value);
      case GROUP -> throw new IllegalArgumentException("a group: " + field.getFullName());
    }
  }

  private void number(double number) {
    if (Double.isFinite(number)) {
      text.append(CanonicalNumber.of(number));
    } else {
      string(Double.toString(number));
    }
  }

  private void number(float number) {
    if (Float.isFinite(number)) {
      text.append(CanonicalNumber.of(number));
    } else {
      string(Float.toString(number));
    }
  }

  private void name(String name) {
    if (text.charAt(text.length() - 1) != '{') {
      text.append(',');
    }
    string(name);
    text.append(':');
  }

  private void string(String string) {
    text.append('"');
    for (int i = 0; i < string.length(); i++) {
      character(string.charAt(i));
    }
    text.append('"');
  }

  private void character(char character) {
    switch (character) {
      case '"' -> text.append("\\\"");
      case '\\' -> text.append("\\\\");
      case '\b' -> text.append("\\b");
      case '\t' -> text.append("\\t");
      case '\n' -> text.append("\\n");
      case '\f' -> text.append("\\f");
      case '\r' -> text.append("\\r");
      default -> {
        if (character < 0x20) {
          text.append(character < 0x10 ? "\\u000" : "\\u00").append(Integer.toHexString(character));
        } else {
          text.append(character);
        }
      }
    }
  }
}
