package dev.scorekeeper.server.pipeline;

import dev.scorekeeper.server.admission.Admission;
import dev.scorekeeper.server.admission.AdmissionController;
import dev.scorekeeper.server.admission.Permit;
import dev.scorekeeper.server.batching.ModelBatcher;
import dev.scorekeeper.server.lifecycle.ModelLease;
import dev.scorekeeper.server.lifecycle.ModelRegistry;
import dev.scorekeeper.server.scoring.Outcome;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Program;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.Rows;
import dev.scorekeeper.server.stats.ServerStats;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a request: lease a version, bind the inputs to its signature, check the outputs,
 * admit, submit to the batcher. The answer comes back through the {@link Caller}. Thread-safe.
 *
 * <pre>
 *   lease ─→ bind ─→ check ─→ admit ─→ submit ··· run ··· PipelineTask.complete
 *     │        │        │       │                            │ permit back
 *     │        └────────┴───────┴─ refused: lease back,      │ caller told
 *     └─ refused                   caller told               │ lease back
 * </pre>
 */
public final class ScoringPipeline implements Scorer {

  private static final Logger logger = LoggerFactory.getLogger(ScoringPipeline.class);

  private static final Problem INTERNAL_ERROR =
      Problem.of(Reason.INTERNAL_ERROR, "The server failed on this request; its log says why.");

  private final ModelRegistry<ServingVersion> registry;
  private final AdmissionController admission;
  private final ServerStats stats;

  public ScoringPipeline(
      ModelRegistry<ServingVersion> registry, AdmissionController admission, ServerStats stats) {
    this.registry = registry;
    this.admission = admission;
    this.stats = stats;
  }

  @Override
  public void score(ScoreRequest request, Caller caller) {
    ModelLease<ServingVersion> lease;
    try {
      lease = lease(request);
    } catch (ProblemException e) {
      stats.refused(e.problem().reason());
      caller.ended(null, "", new Outcome.Refused(e.problem()));
      return;
    }
    PipelineTask task = new PipelineTask(caller, lease, request.singleExample());
    Admission decision;
    try {
      bind(request, task);
      decision = admit(task);
    } catch (ProblemException e) {
      stats.refused(e.problem().reason());
      task.complete(new Outcome.Refused(e.problem()));
      return;
    } catch (RuntimeException e) {
      logger.error("A request for {} failed before it was submitted", task.version().id(), e);
      task.complete(new Outcome.Failed(INTERNAL_ERROR));
      return;
    }
    if (decision instanceof Admission.Turned turned) {
      task.complete(new Outcome.Refused(turned.problem()));
    } else if (decision instanceof Permit permit) {
      task.admitted(permit);
      task.version().batcher().submit(task.program(), task);
    }
  }

  private ModelLease<ServingVersion> lease(ScoreRequest request) throws ProblemException {
    if (request.model().isEmpty()) {
      throw new ProblemException(
          Problem.ofField(
              Reason.MODEL_NAME_MISSING, "model.name", "The request does not name a model."));
    }
    return registry.lease(request.model(), request.version());
  }

  private static void bind(ScoreRequest request, PipelineTask task) throws ProblemException {
    ServingSignature signature = task.version().signature(request.signature());
    Rows rows = signature.binder().bind(request.inputs(), request.singleExample());
    OutputChoice choice = signature.choose(request.outputs().names());
    request.outputs().check(choice.outputs());
    task.bound(signature, rows, choice);
  }

  private Admission admit(PipelineTask task) {
    ModelBatcher batcher = task.version().batcher();
    Program program = task.program();
    Rows rows = task.rows();
    return admission.admit(
        task.version().foresight(),
        rows.count(),
        rows.byteLength(),
        batcher.predictedDelayNanos(program, rows.count()),
        batcher.predictedRunNanos(program, rows.count()),
        task.deadlineNanos());
  }
}
