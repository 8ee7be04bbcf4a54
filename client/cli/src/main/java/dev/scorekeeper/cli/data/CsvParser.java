package dev.scorekeeper.cli.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits CSV into records as RFC 4180 has it: quotes around a cell, doubled inside it, line breaks
 * allowed within quotes. Lines may end in LF or CRLF; empty lines are skipped.
 */
final class CsvParser {
  /** A quote that is never closed would otherwise read the whole file into one cell. */
  private static final int MAXIMUM_RECORD_CHARS = 64 << 20;

  private final BufferedReader in;
  private long line;
  private long recordLine;

  /** The line that is being split, and the place in it. */
  private String text = "";

  private int at;

  CsvParser(BufferedReader in) {
    this.in = in;
  }

  /** Line at which the record that was read begins, from 1. */
  long recordLine() {
    return recordLine;
  }

  /** The next record, or null after the last one. */
  @Nullable List<String> read(char delimiter) throws IOException {
    String first;
    do {
      first = in.readLine();
      line++;
      if (first == null) {
        return null;
      }
    } while (first.isEmpty());
    recordLine = line;
    return split(first, delimiter);
  }

  private List<String> split(String first, char delimiter) throws IOException {
    List<String> cells = new ArrayList<>();
    text = first;
    at = 0;
    while (true) {
      boolean quoted = at < text.length() && text.charAt(at) == '"';
      cells.add(quoted ? quotedCell(delimiter) : plainCell(delimiter));
      if (at >= text.length()) {
        return cells;
      }
      at++;
    }
  }

  private String plainCell(char delimiter) {
    int end = text.indexOf(delimiter, at);
    String cell = text.substring(at, end < 0 ? text.length() : end);
    at += cell.length();
    return cell;
  }

  private String quotedCell(char delimiter) throws IOException {
    StringBuilder cell = new StringBuilder();
    at++;
    while (true) {
      int quote = text.indexOf('"', at);
      if (quote < 0) {
        cell.append(text, at, text.length()).append('\n');
        continueOnNextLine(cell);
      } else if (quote + 1 < text.length() && text.charAt(quote + 1) == '"') {
        cell.append(text, at, quote + 1);
        at = quote + 2;
      } else {
        cell.append(text, at, quote);
        at = quote + 1;
        break;
      }
    }
    if (at < text.length() && text.charAt(at) != delimiter) {
      throw new DataException(
          "line %d: a quoted cell is followed by something else than \"%s\""
              .formatted(line, delimiter));
    }
    return cell.toString();
  }

  private void continueOnNextLine(StringBuilder cell) throws IOException {
    String next = in.readLine();
    line++;
    if (next == null || cell.length() > MAXIMUM_RECORD_CHARS) {
      throw new DataException("line %d: a quote is opened and never closed".formatted(recordLine));
    }
    text = next;
    at = 0;
  }

  /**
   * The likeliest delimiter of a file, by its first line: the most frequent of comma, semicolon,
   * tab.
   */
  static char guessDelimiter(String firstLine) {
    char best = ',';
    long most = 0;
    for (char candidate : new char[] {',', ';', '\t'}) {
      long count = firstLine.chars().filter(c -> c == candidate).count();
      if (count > most) {
        most = count;
        best = candidate;
      }
    }
    return best;
  }
}
