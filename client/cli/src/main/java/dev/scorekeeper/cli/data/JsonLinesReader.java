package dev.scorekeeper.cli.data;

import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON Lines: an object with the inputs by name on every line or, for a model with one input,
 * the value itself.
 */
final class JsonLinesReader extends RecordReader {
  private final SourceStream source;
  private final BufferedReader lines;
  private final Map<String, List<Integer>> fieldsByKey = new HashMap<>();
  private final int inputCount;
  private long line;

  JsonLinesReader(Path file, List<InputSpec> inputs, ColumnChoice choice) throws IOException {
    super(inputs, choice.kept());
    inputCount = inputs.size();
    for (int i = 0; i < inputs.size(); i++) {
      List<String> columns = choice.columnsOf(inputs.get(i).name());
      if (columns.size() > 1) {
        throw new DataException("--input %s: one key, not several".formatted(inputs.get(i).name()));
      }
      put(columns.isEmpty() ? inputs.get(i).name() : columns.get(0), i);
    }
    for (int i = 0; i < choice.kept().size(); i++) {
      put(choice.kept().get(i).name(), inputs.size() + i);
    }
    source = SourceStream.open(file);
    lines = new BufferedReader(new InputStreamReader(source, StandardCharsets.UTF_8));
  }

  private void put(String key, int field) {
    fieldsByKey.computeIfAbsent(key, unused -> new ArrayList<>()).add(field);
  }

  @Override
  boolean readRecord() throws IOException {
    String text;
    do {
      text = lines.readLine();
      line++;
      if (text == null) {
        return false;
      }
    } while (text.isBlank());
    try {
      parse(text);
    } catch (MalformedJsonException | EOFException | IllegalStateException e) {
      throw new DataException(place() + ": not a complete JSON value", e);
    }
    return true;
  }

  private void parse(String text) throws IOException {
    JsonReader parser = JsonValues.parser(text);
    if (parser.peek() == JsonToken.BEGIN_OBJECT) {
      parseObject(parser);
    } else if (inputCount <= 1 && fields().size() == 1) {
      parseInto(parser, fields().get(0));
    } else {
      throw new DataException(place() + ": not an object with a value for each of the inputs");
    }
    if (parser.peek() != JsonToken.END_DOCUMENT) {
      throw new DataException(place() + ": more than one value");
    }
  }

  private void parseObject(JsonReader parser) throws IOException {
    BitSet seen = new BitSet();
    parser.beginObject();
    while (parser.hasNext()) {
      List<Integer> indices = fieldsByKey.getOrDefault(parser.nextName(), List.of());
      if (indices.isEmpty()) {
        parser.skipValue();
      } else if (indices.size() == 1) {
        parseAgain(parser, indices.get(0), seen);
      } else {
        String value = JsonParser.parseReader(parser).toString();
        for (int index : indices) {
          parseAgain(JsonValues.parser(value), index, seen);
        }
      }
    }
    parser.endObject();
    addMissing(seen);
  }

  /** Reads a value over one that the same key may have given before. */
  private void parseAgain(JsonReader parser, int index, BitSet seen) throws IOException {
    seen.set(index);
    Field field = fields().get(index);
    field.clear();
    parseInto(parser, field);
  }

  private void addMissing(BitSet seen) throws DataException {
    for (int i = seen.nextClearBit(0); i < fields().size(); i = seen.nextClearBit(i + 1)) {
      Field field = fields().get(i);
      if (!field.mayBeMissing()) {
        throw new DataException("%s: no value for \"%s\"".formatted(place(), field.name()));
      }
      field.addMissing();
    }
  }

  private void parseInto(JsonReader parser, Field field) throws IOException {
    try {
      JsonValues.read(parser, field);
    } catch (DataException e) {
      throw at(field.name(), e);
    }
  }

  @Override
  String place() {
    return "line " + line;
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
    lines.close();
  }
}
