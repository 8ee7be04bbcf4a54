package dev.scorekeeper.server.batching;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.Layout;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.ScoredRows;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.scoring.TensorSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the padding of a request's inputs out of its outputs again.
 *
 * <p>An output dimension is taken to follow a padded input dimension when its size is not in the
 * signature and equals the padded length. Where several inputs were padded to that length, the one
 * of the output's name counts, else the first one padded in the same position, else the first.
 */
final class Cropping {

  private final Layout original;
  private final Layout padded;

  private final List<TensorSpec> inputs;

  /**
   * @param inputs of the signature
   */
  Cropping(List<TensorSpec> inputs, Layout original, Layout padded) {
    this.inputs = inputs;
    this.original = original;
    this.padded = padded;
  }

  /** The rows without padding; the same object when no output follows a padded dimension. */
  ScoredRows crop(ScoredRows rows) {
    List<Shape> shapes = new ArrayList<>();
    boolean changed = false;
    for (int o = 0; o < rows.outputs().size(); o++) {
      Shape shape = rows.shape(o);
      Shape cropped = crop(rows.outputs().get(o), shape);
      changed |= !cropped.equals(shape);
      shapes.add(cropped);
    }
    return changed ? copy(rows, shapes) : rows;
  }

  private Shape crop(OutputSpec output, Shape actual) {
    Shape declared = output.tensor().shape();
    long[] dims = actual.dims();
    for (int d = 1; d < dims.length; d++) {
      if (declared.isUnknownRank() || declared.dim(d) == Shape.UNKNOWN) {
        dims[d] = originalLength(output.name(), d - 1, dims[d]);
      }
    }
    return Shape.of(dims);
  }

  /** Length before padding of what is {@code size} long in inner dimension {@code position}. */
  private long originalLength(String output, int position, long size) {
    long best = size;
    int bestRank = 0;
    for (int i = 0; i < padded.inputCount(); i++) {
      Shape before = original.shapes().get(i);
      Shape after = padded.shapes().get(i);
      for (int d = 0; d < after.rank(); d++) {
        int rank = 1 + (d == position ? 1 : 0) + (inputs.get(i).name().equals(output) ? 2 : 0);
        if (after.dim(d) == size && rank > bestRank) {
          best = before.dim(d);
          bestRank = rank;
        }
      }
    }
    return best;
  }

  private static ScoredRows copy(ScoredRows rows, List<Shape> shapes) {
    OwnedRows whole = OwnedRows.copyOf(rows);
    List<OwnedRows.Tensor> tensors = new ArrayList<>();
    for (int o = 0; o < shapes.size(); o++) {
      DataType type = rows.outputs().get(o).tensor().type();
      OwnedRows.Tensor cropped = OwnedRows.Tensor.empty(type, shapes.get(o));
      copy(whole.tensor(o), cropped, Math.max(1, type.byteSize()));
      tensors.add(cropped);
    }
    return new OwnedRows(rows.outputs(), tensors);
  }

  private static void copy(OwnedRows.Tensor from, OwnedRows.Tensor to, int size) {
    Overlap.of(from.shape(), to.shape())
        .visit(
            0,
            0,
            (source, target, length) -> {
              if (from.strings().length > 0) {
                System.arraycopy(from.strings(), (int) source, to.strings(), (int) target, length);
              } else {
                System.arraycopy(
                    from.data(),
                    Math.toIntExact(source * size),
                    to.data(),
                    Math.toIntExact(target * size),
                    length * size);
              }
            });
  }
}
