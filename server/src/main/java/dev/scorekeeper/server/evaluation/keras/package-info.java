/**
 * KERAS mode: the numbers that {@code model.evaluate} of Keras 3.15 on TensorFlow gives, batch by
 * batch, quirks included, for whoever moves from it.
 *
 * <p>{@link dev.scorekeeper.server.evaluation.keras.KerasNumbers} is what the engine asks. A run
 * cuts the stream of rows into logical batches, however they came; {@code BatchReduction} is Keras'
 * {@code Loss}, {@code BatchMean} its {@code MeanMetricWrapper}, and everything that keeps sums
 * over the rows is the accumulator of DATASET mode.
 */
@NullMarked
package dev.scorekeeper.server.evaluation.keras;

import org.jspecify.annotations.NullMarked;
