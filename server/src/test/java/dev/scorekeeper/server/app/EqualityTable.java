package dev.scorekeeper.server.app;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The greatest differences to Keras, model by model and for each way of sending the rows.
 *
 * <p>The system property {@code scorekeeper.equality.table} names a file that it is appended to, in
 * Markdown. Thread-safe.
 */
final class EqualityTable {

  /** How the rows of a model reach the server. */
  enum Grouping {
    ONE_RUN("all rows in one run"),
    ALONE("each row alone"),
    CHUNKS("chunks of 33 rows"),
    CALLERS("64 callers at once");

    private final String text;

    Grouping(String text) {
      this.text = text;
    }
  }

  private final String title;

  @GuardedBy("this")
  private final Map<KerasModels.Case, Map<Grouping, Difference>> differences =
      new LinkedHashMap<>();

  EqualityTable(String title) {
    this.title = title;
  }

  synchronized void note(KerasModels.Case testCase, Grouping grouping, Difference difference) {
    differences
        .computeIfAbsent(testCase, unused -> new EnumMap<>(Grouping.class))
        .merge(grouping, difference, Difference::and);
  }

  /** Appends the table to the file, if one is named and there is anything to tell. */
  synchronized void write() throws IOException {
    String file = System.getProperty("scorekeeper.equality.table");
    if (file != null && !differences.isEmpty()) {
      Files.writeString(
          Path.of(file), markdown(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }

  @GuardedBy("this")
  private String markdown() {
    StringBuilder text = new StringBuilder("## ").append(title).append("\n\n");
    text.append(
            "Greatest difference as a share of the number itself (of the row's largest number);")
        .append(" \"=\": bit for bit.\n\n| model, signature, output |");
    for (Grouping grouping : Grouping.values()) {
      text.append(' ').append(grouping.text).append(" |");
    }
    text.append("\n|---|").append("---|".repeat(Grouping.values().length)).append('\n');
    differences.forEach(
        (testCase, row) -> {
          text.append("| ").append(testCase).append(" |");
          for (Grouping grouping : Grouping.values()) {
            text.append(' ').append(cell(row.get(grouping))).append(" |");
          }
          text.append('\n');
        });
    return text.append('\n').toString();
  }

  private static String cell(@Nullable Difference difference) {
    if (difference == null) {
      return "–";
    }
    return difference.unequal() == 0
        ? "="
        : String.format(Locale.ROOT, "%.1e (%.1e)", difference.ofElement(), difference.ofRow());
  }
}
