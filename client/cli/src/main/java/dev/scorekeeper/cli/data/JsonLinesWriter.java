package dev.scorekeeper.cli.data;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Writes JSON Lines: one object a row, with nested lists in the shape of each output.
 *
 * <p>NaN and the infinities are the strings "NaN", "Infinity" and "-Infinity", since JSON has no
 * number for them; bytes that are no text are {@code {"b64": "..."}}.
 */
final class JsonLinesWriter extends TextWriter {
  private final StringWriter line = new StringWriter();

  JsonLinesWriter(PartFile file) throws IOException {
    super(file);
  }

  JsonLinesWriter(OutputStream stream) {
    super(stream);
  }

  @Override
  void begin(Writer to, List<Block> columns) {}

  @Override
  void append(Writer to, List<Block> columns, int row) throws IOException {
    line.getBuffer().setLength(0);
    JsonWriter json = new JsonWriter(line);
    json.setHtmlSafe(false);
    json.beginObject();
    for (Block column : columns) {
      json.name(column.name());
      append(json, column, 0, row * column.rowSize());
    }
    json.endObject();
    json.flush();
    to.append(line.getBuffer()).append('\n');
  }

  /** Appends the part of a row that begins at an element, and returns the element after it. */
  private static int append(JsonWriter json, Block column, int axis, int element)
      throws IOException {
    if (axis == column.rowShape().size()) {
      appendElement(json, column, element);
      return element + 1;
    }
    int next = element;
    json.beginArray();
    for (int i = 0; i < column.rowShape().get(axis); i++) {
      next = append(json, column, axis + 1, next);
    }
    json.endArray();
    return next;
  }

  private static void appendElement(JsonWriter json, Block column, int element) throws IOException {
    switch (column.type()) {
      case STRING -> appendString(json, column.strings().get(element));
      case COMPLEX64 -> json.value(column.format(element));
      case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> appendReal(json, column, element);
      default -> json.jsonValue(column.format(element));
    }
  }

  private static void appendReal(JsonWriter json, Block column, int element) throws IOException {
    double value = column.doubleAt(element);
    if (Double.isFinite(value)) {
      json.jsonValue(column.format(element));
    } else {
      json.value(Double.toString(value));
    }
  }

  private static void appendString(JsonWriter json, byte[] bytes) throws IOException {
    try {
      json.value(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      json.beginObject();
      json.name("b64").value(Base64.getEncoder().encodeToString(bytes));
      json.endObject();
    }
  }
}
