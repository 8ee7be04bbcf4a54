package dev.scorekeeper.server.evaluation.keras;

import dev.scorekeeper.server.evaluation.MetricIdentity;
import java.util.function.IntFunction;

/**
 * A metric of an output, as Keras would compute it.
 *
 * @param identity which; its name is the one that Keras logs, without the output's
 * @param takesLogits whether it is computed from the logits of rows, where there are some
 * @param state starts it, for batches of so many rows
 */
record MetricPlan(MetricIdentity identity, boolean takesLogits, IntFunction<BatchState> state) {}
