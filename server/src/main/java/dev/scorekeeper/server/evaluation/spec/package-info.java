/**
 * How metrics and losses are written and found: {@link
 * dev.scorekeeper.server.evaluation.spec.CallText} reads the text, {@link
 * dev.scorekeeper.server.evaluation.spec.MetricCatalog} finds the metric and fills in its
 * parameters, {@link dev.scorekeeper.server.evaluation.spec.Canonical} writes them down again.
 */
@NullMarked
package dev.scorekeeper.server.evaluation.spec;

import org.jspecify.annotations.NullMarked;
