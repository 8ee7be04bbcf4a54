/**
 * Runs evaluations: labelled rows in, forward passes in batches of a fixed size apart from those
 * for requests, figures out.
 *
 * <p>Starting points: {@link dev.scorekeeper.server.evaluating.Evaluations} is the door, {@link
 * dev.scorekeeper.server.evaluating.EvaluationJob} one evaluation.
 *
 * <p>Words: a <em>form</em> is all that rows must have in common to be counted together; a
 * <em>slot</em> is memory for many rows of one form, on its way from the thread that decodes them
 * to the thread that runs the model; the <em>compute batch</em> is the fixed number of rows of a
 * run; a <em>state</em> is what a metric signature sums over rows.
 */
@NullMarked
package dev.scorekeeper.server.evaluating;

import org.jspecify.annotations.NullMarked;
