/**
 * One evaluation, from question to figures.
 *
 * <p>Start at {@link dev.scorekeeper.server.evaluation.engine.EvaluationPlanner}: it makes an
 * {@link dev.scorekeeper.server.evaluation.engine.EvaluationSetup} of an {@link
 * dev.scorekeeper.server.evaluation.engine.EvaluationQuestion} and of what is known about the
 * outputs. The setup starts {@link dev.scorekeeper.server.evaluation.engine.EvaluationRun}s, which
 * take {@link dev.scorekeeper.server.evaluation.engine.EvaluationChunk}s of rows, merge, and give
 * {@link dev.scorekeeper.server.evaluation.engine.EvaluationFigures}.
 */
@NullMarked
package dev.scorekeeper.server.evaluation.engine;

import org.jspecify.annotations.NullMarked;
