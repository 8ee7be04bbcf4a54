package dev.scorekeeper.cli.data;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.util.Base64;

/**
 * Values of JSON, nested lists among them, into the elements and shape of a field.
 *
 * <p>NaN and the infinities may stand bare, as Python writes them, or in quotes. Strings that are
 * no text are {@code {"b64": "..."}}, as TensorFlow Serving's REST interface has them.
 */
final class JsonValues {
  private JsonValues() {}

  /** A parser of one value, which takes bare NaN. */
  static JsonReader parser(String text) {
    JsonReader parser = new JsonReader(new StringReader(text));
    parser.setStrictness(Strictness.LENIENT);
    return parser;
  }

  /** Reads a value that stands alone in a text. */
  static void parse(String text, Field field) throws IOException {
    JsonReader parser = parser(text);
    try {
      read(parser, field);
      if (parser.peek() != JsonToken.END_DOCUMENT) {
        throw new DataException("something follows the value");
      }
    } catch (MalformedJsonException | EOFException e) {
      throw new DataException("not a list such as [1, 2, 3]", e);
    }
  }

  /** Reads the next value. */
  static void read(JsonReader parser, Field field) throws IOException {
    read(parser, field, 0);
  }

  private static void read(JsonReader parser, Field field, int axis) throws IOException {
    switch (parser.peek()) {
      case BEGIN_ARRAY -> readArray(parser, field, axis);
      case NUMBER -> readNumber(parser, field);
      case STRING -> field.elements(ElementType.STRING).addText(parser.nextString());
      case BOOLEAN -> field.elements(ElementType.BOOL).addBoolean(parser.nextBoolean());
      case BEGIN_OBJECT -> field.elements(ElementType.STRING).addString(readBase64(parser));
      case NULL -> {
        parser.nextNull();
        field.addMissing();
      }
      default -> throw new DataException("not a value");
    }
  }

  private static void readArray(JsonReader parser, Field field, int axis) throws IOException {
    if (axis == 16) {
      throw new DataException("lists nested more than 16 deep");
    }
    parser.beginArray();
    int size = 0;
    while (parser.hasNext()) {
      read(parser, field, axis + 1);
      size++;
    }
    parser.endArray();
    // A kept column that begins with an empty list says nothing about its type.
    field.elements(ElementType.FLOAT64);
    field.setDimension(axis, size);
  }

  private static void readNumber(JsonReader parser, Field field) throws IOException {
    String number = parser.nextString();
    boolean whole = number.chars().allMatch(c -> c == '-' || Character.isDigit(c));
    field.elements(whole ? ElementType.INT64 : ElementType.FLOAT64).addText(number);
  }

  private static byte[] readBase64(JsonReader parser) throws IOException {
    parser.beginObject();
    if (!parser.hasNext() || !parser.nextName().equals("b64")) {
      throw new DataException("an object, where a value is needed");
    }
    String text = parser.nextString();
    parser.endObject();
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new DataException("\"b64\" is no base64", e);
    }
  }
}
