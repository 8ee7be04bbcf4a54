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

  CsvParser(BufferedReader in) {
    this.in = in;
  }

  /** Line at which the record that was read begins, from 1. */
  long recordLine() {
    return recordLine;
  }

  /** The next record, or null after the last one. */
  @Nullable List<String> read(char delimiter) throws IOException {
    String text;
    do {
      text = in.readLine();
      line++;
      if (text == null) {
        return null;
      }
    } while (text.isEmpty());
    recordLine = line;
    return split(text, delimiter);
  }

  private List<String> split(String first, char delimiter) throws IOException {
    List<String> cells = new ArrayList<>();
    String text = first;
    int at = 0;
    while (true) {
      if (at < text.length() && text.charAt(at) == '"') {
        StringBuilder cell = new StringBuilder();
        at++;
        while (true) {
          int quote = text.indexOf('"', at);
          if (quote < 0) {
            cell.append(text, at, text.length()).append('\n');
            text = continued(cell);
            at = 0;
          } else if (quote + 1 < text.length() && text.charAt(quote + 1) == '"') {
            cell.append(text, at, quote + 1);
            at = quote + 2;
          } else {
            cell.append(text, at, quote);
            at = quote + 1;
            break;
          }
        }
        cells.add(cell.toString());
        if (at < text.length() && text.charAt(at) != delimiter) {
          throw new DataException(
              "line %d: a quoted cell is followed by something else than \"%s\""
                  .formatted(line, delimiter));
        }
      } else {
        int end = text.indexOf(delimiter, at);
        end = end < 0 ? text.length() : end;
        cells.add(text.substring(at, end));
        at = end;
      }
      if (at >= text.length()) {
        return cells;
      }
      at++;
    }
  }

  private String continued(StringBuilder cell) throws IOException {
    String next = in.readLine();
    line++;
    if (next == null || cell.length() > MAXIMUM_RECORD_CHARS) {
      throw new DataException("line %d: a quote is opened and never closed".formatted(recordLine));
    }
    return next;
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
