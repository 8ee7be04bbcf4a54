package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricIdentity;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.spec.CallText;

/** What computes Keras' own numbers. Thread-safe. */
public interface KerasMode {

  /**
   * A loss or metric that was found.
   *
   * @param takesLogits whether it is computed from the logits of rows, where there are some
   */
  record Found(MetricIdentity identity, boolean takesLogits) {}

  /**
   * Whether there is such a profile.
   *
   * @throws SpecException naming those that there are
   */
  void checkProfile(String profile) throws SpecException;

  /** Finds a loss; {@code crossentropy} becomes the one that Keras would take for these shapes. */
  Found loss(CallText call, MetricContext context) throws SpecException;

  /** Finds a metric; {@code accuracy} becomes the one that Keras would take for these shapes. */
  Found metric(CallText call, MetricContext context) throws SpecException;

  /** A run over no rows. */
  EvaluationRun start(EvaluationSetup setup);
}
