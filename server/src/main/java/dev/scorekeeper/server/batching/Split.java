package dev.scorekeeper.server.batching;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.scorekeeper.server.scoring.Outcome;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.ScoredRows;
import dev.scorekeeper.server.scoring.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Joins the pieces of a request that was too large for one run: outputs in the order of the
 * request's rows, one outcome when the last piece is back. The first problem of a piece is the
 * request's. Thread-safe.
 */
final class Split {

  private final int rowCount;

  @GuardedBy("this")
  private int outstanding;

  @GuardedBy("this")
  private @Nullable Outcome problem;

  @GuardedBy("this")
  private @Nullable OwnedRows joined;

  @GuardedBy("this")
  private long queueNanos = -1;

  /**
   * One piece's share.
   *
   * @param offset first of its rows in the request
   */
  record Part(Split whole, int offset) {}

  Split(int rowCount, int pieceCount) {
    this.rowCount = rowCount;
    this.outstanding = pieceCount;
  }

  int rowCount() {
    return rowCount;
  }

  /** What is wrong with the request already; null while nothing is. */
  synchronized @Nullable Outcome problem() {
    return problem;
  }

  /** Wait of the piece that was run first; -1 when none was. */
  synchronized long queueNanos() {
    return queueNanos;
  }

  /**
   * Takes the rows of a piece, which begins at row {@code offset} of the request.
   *
   * @return the request's outcome when this was the last piece, else null
   */
  synchronized @Nullable Outcome scored(ScoredRows rows, int offset, int count, long waitedNanos) {
    queueNanos = queueNanos < 0 ? waitedNanos : Math.min(queueNanos, waitedNanos);
    if (problem == null) {
      problem = join(rows, offset, count);
    }
    return ended();
  }

  /** Takes the problem of a piece; returns as {@link #scored} does. */
  synchronized @Nullable Outcome failed(Outcome outcome) {
    problem = problem == null ? outcome : problem;
    return ended();
  }

  @GuardedBy("this")
  private @Nullable Outcome ended() {
    outstanding--;
    if (outstanding > 0) {
      return null;
    }
    if (problem != null) {
      joined = null;
      return problem;
    }
    OwnedRows rows = joined;
    if (rows == null) {
      throw new IllegalStateException("no piece brought rows");
    }
    return new Outcome.Scored(rows);
  }

  @GuardedBy("this")
  private @Nullable Outcome join(ScoredRows rows, int offset, int count) {
    for (int o = 0; o < rows.outputs().size(); o++) {
      Shape shape = rows.shape(o);
      if (shape.rank() == 0 || shape.dim(0) != count) {
        return failure(rows.outputs().get(o), "does not follow the rows");
      }
    }
    OwnedRows all = joined;
    if (all == null) {
      all = allocate(rows);
      if (all == null) {
        return failure(rows.outputs().get(0), "or another one exceeds 2 GiB");
      }
      joined = all;
    }
    for (int o = 0; o < rows.outputs().size(); o++) {
      Shape inner = rows.shape(o).inner();
      if (!inner.equals(all.shape(o).inner())) {
        return failure(rows.outputs().get(o), "varies in shape from run to run");
      }
      OwnedRows.copyInto(rows, o, all.tensor(o), offset * inner.elementCount());
    }
    return null;
  }

  private @Nullable OwnedRows allocate(ScoredRows rows) {
    List<OwnedRows.Tensor> tensors = new ArrayList<>();
    for (int o = 0; o < rows.outputs().size(); o++) {
      OutputSpec output = rows.outputs().get(o);
      Shape shape = rows.shape(o).inner().outer(rowCount);
      if (shape.elementCount() * Math.max(1, output.tensor().type().byteSize())
          > Integer.MAX_VALUE - 8) {
        return null;
      }
      tensors.add(OwnedRows.Tensor.empty(output.tensor().type(), shape));
    }
    return new OwnedRows(rows.outputs(), tensors);
  }

  private Outcome failure(OutputSpec output, String what) {
    return new Outcome.Failed(
        Problem.of(
                Reason.MODEL_FAILED,
                "The request of "
                    + rowCount
                    + " rows was run in pieces, which cannot be joined: output '"
                    + output.name()
                    + "' "
                    + what
                    + ". Send fewer rows at a time.")
            .with("output", output.name()));
  }
}
