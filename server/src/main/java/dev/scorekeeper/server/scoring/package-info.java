/**
 * The values and ports that every part of the server shares.
 *
 * <p>Starting points: {@link dev.scorekeeper.server.scoring.Signature} says what a model takes and
 * gives, {@link dev.scorekeeper.server.scoring.Rows} is one request's inputs, {@link
 * dev.scorekeeper.server.scoring.LoadedModel} is the port to the runtime, and {@link
 * dev.scorekeeper.server.scoring.Outcome} is how a request ends.
 *
 * <p>Vocabulary: a <em>row</em> is one example, one index of the leading dimension; the <em>inner
 * shape</em> of a tensor is its shape without that dimension; a <em>layout</em> is the inner shape
 * of every input of a request; a <em>program</em> is a signature with the outputs wanted of it; a
 * <em>block</em> is native memory holding the inputs of many rows; a <em>run</em> is one call of
 * the runtime.
 */
@NullMarked
package dev.scorekeeper.server.scoring;

import org.jspecify.annotations.NullMarked;
