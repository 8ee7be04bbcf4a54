/**
 * Conditions that an evaluation must pass.
 *
 * <p>Start at {@link dev.scorekeeper.server.evaluation.gate.Gate}: it is read from text. {@link
 * dev.scorekeeper.server.evaluation.gate.Judge} holds gates against figures; whatever it cannot see
 * fails.
 */
@NullMarked
package dev.scorekeeper.server.evaluation.gate;

import org.jspecify.annotations.NullMarked;
