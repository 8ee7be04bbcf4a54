package dev.scorekeeper.cli.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads CSV: comma, semicolon or tab between the cells, UTF-8 with or without a byte order mark.
 *
 * <p>The first line is the header unless every cell of it is a number. A cell may hold a list such
 * as {@code [1, 2, 3]}. Kept columns stay text, character for character.
 */
final class CsvReader extends RecordReader {
  private final SourceStream source;
  private final BufferedReader text;
  private final CsvParser parser;
  private final char delimiter;
  private final int columnCount;
  private final ColumnMap map;

  /** The first line, when it is no header and not read yet. */
  private @Nullable List<String> first;

  private CsvReader(
      SourceStream source,
      BufferedReader text,
      CsvParser parser,
      char delimiter,
      List<String> firstRecord,
      List<InputSpec> inputs,
      ColumnChoice choice)
      throws DataException {
    super(inputs, choice.kept());
    this.source = source;
    this.text = text;
    this.parser = parser;
    this.delimiter = delimiter;
    columnCount = firstRecord.size();
    boolean header =
        ColumnMap.namesAny(inputs, firstRecord, choice)
            || !firstRecord.stream().allMatch(CsvReader::isNumber);
    first = header ? null : firstRecord;
    List<String> names = header ? firstRecord : numbered(columnCount);
    map = ColumnMap.resolve(inputs, names, choice);
  }

  static RowReader open(Path file, List<InputSpec> inputs, ColumnChoice choice) throws IOException {
    SourceStream source = SourceStream.open(file);
    try {
      BufferedReader text =
          new BufferedReader(new InputStreamReader(source, StandardCharsets.UTF_8));
      char delimiter = guess(text);
      CsvParser parser = new CsvParser(text);
      List<String> firstRecord = parser.read(delimiter);
      if (firstRecord == null) {
        throw new DataException("the file is empty; the first line names the columns");
      }
      return new CsvReader(source, text, parser, delimiter, firstRecord, inputs, choice);
    } catch (IOException | RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private static char guess(BufferedReader text) throws IOException {
    text.mark(1 << 16);
    StringBuilder line = new StringBuilder();
    int next = text.read();
    boolean marked = next == '\uFEFF';
    while (next >= 0 && next != '\n' && line.length() < 1 << 15) {
      line.append((char) next);
      next = text.read();
    }
    text.reset();
    if (marked && text.read() < 0) {
      throw new DataException("the file is empty");
    }
    return CsvParser.guessDelimiter(line.toString());
  }

  private static boolean isNumber(String cell) {
    try {
      Double.parseDouble(cell);
      return true;
    } catch (NumberFormatException e) {
      return cell.startsWith("[") || cell.equalsIgnoreCase("nan");
    }
  }

  private static List<String> numbered(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> "column" + i).toList();
  }

  @Override
  boolean readRecord() throws IOException {
    List<String> cells = first != null ? first : parser.read(delimiter);
    first = null;
    if (cells == null) {
      return false;
    }
    if (cells.size() != columnCount) {
      throw new DataException(
          "%s has %d cells, the first line has %d".formatted(place(), cells.size(), columnCount));
    }
    int inputCount = map.inputs().size();
    for (int i = 0; i < fields().size(); i++) {
      Field field = fields().get(i);
      try {
        if (i < inputCount) {
          readField(field, cells, map.inputs().get(i));
        } else {
          field.elements(ElementType.STRING);
          readField(field, cells, map.kept().get(i - inputCount));
        }
      } catch (DataException e) {
        throw at(field.name(), e);
      }
    }
    return true;
  }

  private static void readField(Field field, List<String> cells, List<Integer> columns)
      throws IOException {
    InputSpec input = field.input();
    String only = cells.get(columns.get(0));
    boolean list = columns.size() == 1 && only.startsWith("[");
    if (list && (input == null ? isNumeric(field) : !input.isScalar() && !isOneString(input))) {
      JsonValues.parse(only, field);
      return;
    }
    for (int column : columns) {
      String cell = cells.get(column);
      if (field.mayBeMissing() && cell.isBlank()) {
        field.addMissing();
      } else {
        field.elements().addText(cell);
      }
    }
    boolean scalar = columns.size() == 1 && (input == null || input.rowSize() == 1);
    if (!scalar) {
      field.setFlat();
    }
  }

  private static boolean isNumeric(Field field) {
    return field.elements().type() != ElementType.STRING;
  }

  /** A cell that is the one string of a row is taken as it is, even if it looks like a list. */
  private static boolean isOneString(InputSpec input) {
    return input.type() == ElementType.STRING && input.rowSize() == 1;
  }

  @Override
  String place() {
    return "line " + parser.recordLine();
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
    text.close();
  }
}
