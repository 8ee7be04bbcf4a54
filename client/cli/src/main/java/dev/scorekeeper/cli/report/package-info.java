/**
 * The record of an evaluation as a page to look at: one HTML file that opens without a network.
 *
 * <p>{@link dev.scorekeeper.cli.report.EvaluationReport} is the door.
 */
@NullMarked
package dev.scorekeeper.cli.report;

import org.jspecify.annotations.NullMarked;
