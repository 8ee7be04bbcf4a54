package dev.scorekeeper.server.pipeline;

import dev.scorekeeper.server.lifecycle.VersionSelector;
import dev.scorekeeper.server.scoring.InputTensor;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * A request as a protocol decoded it, before anything is checked against the model.
 *
 * @param signature empty for the default
 * @param inputs borrowed: valid only during {@link Scorer#score}
 * @param singleExample true when the inputs lack the batch dimension, and the outputs shall too
 * @param deadlineNanos on the scale of {@link System#nanoTime}; {@code Long.MAX_VALUE}: none
 * @param executor the event loop that brought it; the callback is called on it
 * @param cancelled true once the caller has gone away; any thread
 */
public record ScoreRequest(
    String model,
    VersionSelector version,
    String signature,
    List<InputTensor> inputs,
    OutputPlan outputs,
    boolean singleExample,
    long deadlineNanos,
    Executor executor,
    BooleanSupplier cancelled) {}
