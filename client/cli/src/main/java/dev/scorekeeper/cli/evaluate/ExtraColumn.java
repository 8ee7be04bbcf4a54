package dev.scorekeeper.cli.evaluate;

import dev.scorekeeper.cli.data.ElementType;
import dev.scorekeeper.cli.data.KeptColumn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column that belongs to the rows without being an input.
 *
 * @param name output that it is about, or the slice's column; empty for all outputs
 * @param mayBeMissing whether a row need not have a value
 * @param classNames for labels: texts that stand for 0, 1 and so on; empty for none
 */
record ExtraColumn(
    Role role, String name, ColumnSource source, boolean mayBeMissing, List<String> classNames) {

  /** What it is. */
  enum Role {
    LABEL("label"),
    WEIGHT("weight"),
    MASK("mask"),
    SLICE("slice"),
    ID("id"),
    QUERY("query");

    private final String word;

    Role(String word) {
      this.word = word;
    }
  }

  ExtraColumn {
    classNames = List.copyOf(classNames);
  }

  /** How the option that asks for it is called, such as {@code --label}. */
  String option() {
    return "--" + role.word;
  }

  /** What to ask of the reader of its file. */
  KeptColumn kept() {
    String column = source.column().isEmpty() ? usualName() : source.column();
    return new KeptColumn(column, type(), mayBeMissing, source.column().isEmpty());
  }

  private String usualName() {
    return name.isEmpty() ? role.word : name;
  }

  private @Nullable ElementType type() {
    return switch (role) {
      case LABEL -> classNames.isEmpty() ? ElementType.FLOAT64 : null;
      case WEIGHT -> ElementType.FLOAT64;
      case MASK -> ElementType.BOOL;
      case SLICE, ID, QUERY -> null;
    };
  }
}
