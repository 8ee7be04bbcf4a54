package dev.scorekeeper.server.pipeline;

import static java.util.Objects.requireNonNull;

import dev.scorekeeper.server.admission.Permit;
import dev.scorekeeper.server.batching.ScoreTask;
import dev.scorekeeper.server.lifecycle.ModelLease;
import dev.scorekeeper.server.scoring.Outcome;
import dev.scorekeeper.server.scoring.Rows;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A request that holds a lease and, once admitted, a permit; gives both back once, when it ends.
 *
 * <p>Confined to the request's executor, {@link #isCancelled} apart.
 */
final class PipelineTask implements ScoreTask {

  private final ScoreRequest request;
  private final ScoreCallback callback;
  private final ModelLease<ServingVersion> lease;
  private String signature = "";
  private @Nullable Rows rows;
  private @Nullable OutputChoice choice;
  private @Nullable Permit permit;
  private boolean ended;

  /** Takes over the lease. */
  PipelineTask(ScoreRequest request, ScoreCallback callback, ModelLease<ServingVersion> lease) {
    this.request = request;
    this.callback = callback;
    this.lease = lease;
  }

  ServingVersion version() {
    return lease.servable();
  }

  /** Takes over the permit; borrows the rows until the submission returns. */
  void admitted(BoundRequest bound, Permit granted) {
    signature = bound.signature().signature().name();
    rows = bound.rows();
    choice = bound.choice();
    permit = granted;
  }

  @Override
  public Rows rows() {
    return requireNonNull(rows, "not admitted");
  }

  @Override
  public long deadlineNanos() {
    return request.deadlineNanos();
  }

  @Override
  public boolean isCancelled() {
    return request.cancelled().getAsBoolean();
  }

  @Override
  public Executor executor() {
    return request.executor();
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
    // The lease outlives the callback: the outputs it reads lie in memory of the version.
    try (lease) {
      callback.ended(version().id(), signature, answer(outcome));
    }
  }

  private Outcome answer(Outcome outcome) {
    if (!(outcome instanceof Outcome.Scored scored)) {
      return outcome;
    }
    OutputChoice chosen = requireNonNull(choice, "not admitted");
    if (chosen.isWhole() && !request.singleExample()) {
      return outcome;
    }
    return new Outcome.Scored(new AnswerRows(scored.rows(), chosen, request.singleExample()));
  }
}
