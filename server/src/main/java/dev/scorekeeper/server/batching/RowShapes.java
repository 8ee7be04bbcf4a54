package dev.scorekeeper.server.batching;

import dev.scorekeeper.server.scoring.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Shapes of some rows of a program's outputs. Remembers the last one of each output, since most
 * requests have the same number of rows.
 *
 * <p>Thread-safe: what is remembered is immutable, and a lost write only costs an object.
 */
final class RowShapes {

  private final @Nullable Known[] known;

  private record Known(Shape whole, int count, Shape part) {}

  RowShapes(int outputs) {
    this.known = new @Nullable Known[outputs];
  }

  /** The shape {@code whole} with {@code count} rows. */
  @SuppressWarnings("ReferenceEquality") // an equal shape that is another object is made anew
  Shape of(int output, Shape whole, int count) {
    if (whole.dim(0) == count) {
      return whole;
    }
    Known last = known[output];
    if (last == null || last.count() != count || last.whole() != whole) {
      last = new Known(whole, count, whole.inner().outer(count));
      known[output] = last;
    }
    return last.part();
  }
}
