package dev.scorekeeper.cli.data;

import org.jspecify.annotations.Nullable;

/**
 * A column that is read beside the inputs.
 *
 * @param name its name, or the beginning of {@code NAME_0}, {@code NAME_1} and so on
 * @param type what its elements become; null: what the file says, which is text in CSV
 * @param mayBeMissing true to take an empty cell, a null or an absent key for NaN or empty text
 * @param orOnly true to take the only column of a file when none has that name
 */
public record KeptColumn(
    String name, @Nullable ElementType type, boolean mayBeMissing, boolean orOnly) {

  /** A column as it is. */
  public static KeptColumn natural(String name) {
    return new KeptColumn(name, null, false, false);
  }
}
