/**
 * Evaluation of a model on the rows of files: what is asked, which rows with which labels, and what
 * a person sees of the record.
 *
 * <p>Start with {@link dev.scorekeeper.cli.evaluate.EvaluationPlanner}, which makes the question,
 * and {@link dev.scorekeeper.cli.evaluate.LabelledFile}, which reads the rows.
 */
@NullMarked
package dev.scorekeeper.cli.evaluate;

import org.jspecify.annotations.NullMarked;
