package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.scoring.InputBlock;
import dev.scorekeeper.server.scoring.ProblemException;
import org.jspecify.annotations.Nullable;

/** Memory for runs of a metric signature on rows of the form that came last. Not thread-safe. */
final class SignatureMemory implements AutoCloseable {

  private final MetricSignature signature;
  private final int rows;
  private @Nullable Form form;
  private @Nullable InputBlock block;

  /** Memory for so many rows. */
  SignatureMemory(MetricSignature signature, int rows) {
    this.signature = signature;
    this.rows = rows;
  }

  /** The memory, which stays this object's; valid until it is asked for another form. */
  InputBlock of(Form wanted) throws ProblemException {
    InputBlock known = block;
    if (known != null && wanted.equals(form)) {
      return known;
    }
    close();
    InputBlock made = signature.inputs().allocate(signature.program(), wanted, rows);
    block = made;
    form = wanted;
    return made;
  }

  /** May be called again, and does nothing then. */
  @Override
  public void close() {
    if (block != null) {
      block.close();
      block = null;
    }
  }
}
