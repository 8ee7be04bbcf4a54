package dev.scorekeeper.server.pipeline;

import dev.scorekeeper.server.lifecycle.VersionSelector;
import dev.scorekeeper.server.scoring.InputTensor;
import java.util.List;

/**
 * A request as a protocol decoded it, before anything is checked against the model.
 *
 * @param signature empty for the default
 * @param inputs borrowed: valid only during {@link Scorer#score}
 * @param singleExample true when the inputs lack the batch dimension, and the outputs shall too
 */
public record ScoreRequest(
    String model,
    VersionSelector version,
    String signature,
    List<InputTensor> inputs,
    OutputPlan outputs,
    boolean singleExample) {}
