package dev.scorekeeper.server.pipeline;

import static java.util.Objects.requireNonNull;

import dev.scorekeeper.server.admission.Permit;
import dev.scorekeeper.server.batching.ScoreTask;
import dev.scorekeeper.server.lifecycle.ModelLease;
import dev.scorekeeper.server.scoring.Outcome;
import dev.scorekeeper.server.scoring.Program;
import dev.scorekeeper.server.scoring.Rows;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A request that holds a lease and, once admitted, a permit; gives both back once, when it ends.
 *
 * <p>Confined to the caller's executor, {@link #isCancelled} apart.
 */
final class PipelineTask implements ScoreTask {

  private final Caller caller;
  private final ModelLease<ServingVersion> lease;
  private final boolean singleExample;
  private @Nullable ServingSignature signature;
  private @Nullable Rows rows;
  private @Nullable OutputChoice choice;
  private @Nullable Permit permit;
  private boolean ended;

  /** Takes over the lease. */
  PipelineTask(Caller caller, ModelLease<ServingVersion> lease, boolean singleExample) {
    this.caller = caller;
    this.lease = lease;
    this.singleExample = singleExample;
  }

  ServingVersion version() {
    return lease.servable();
  }

  /** Notes what is to be run; borrows the rows until the submission returns. */
  void bound(ServingSignature fitting, Rows inputs, OutputChoice outputs) {
    signature = fitting;
    rows = inputs;
    choice = outputs;
  }

  /** Takes over the permit. */
  void admitted(Permit granted) {
    permit = granted;
  }

  Program program() {
    return choice().program();
  }

  private OutputChoice choice() {
    return requireNonNull(choice, "not bound");
  }

  @Override
  public Rows rows() {
    return requireNonNull(rows, "not bound");
  }

  @Override
  public long deadlineNanos() {
    return caller.deadlineNanos();
  }

  @Override
  public boolean isCancelled() {
    return caller.isCancelled();
  }

  @Override
  public Executor executor() {
    return caller.executor();
  }

  @Override
  public void complete(Outcome outcome) {
    if (ended) {
      throw new IllegalStateException("completed twice");
    }
    ended = true;
    rows = null;
    if (permit != null) {
      permit.release();
    }
    // The lease outlives the call: the outputs that the caller reads lie in memory of the version.
    try (lease) {
      caller.ended(version().id(), signatureThatRan(), answer(outcome));
    }
  }

  /** Empty when none did: the request was refused before, or turned away. */
  private String signatureThatRan() {
    return permit == null || signature == null ? "" : signature.signature().name();
  }

  private Outcome answer(Outcome outcome) {
    if (!(outcome instanceof Outcome.Scored scored)) {
      return outcome;
    }
    OutputChoice chosen = choice();
    if (chosen.isWhole() && !singleExample) {
      return outcome;
    }
    return new Outcome.Scored(new AnswerRows(scored.rows(), chosen, singleExample));
  }
}
