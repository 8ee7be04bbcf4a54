/** What it costs to count rows for metrics. */
@NullMarked
package dev.scorekeeper.benchmarks.evaluation;

import org.jspecify.annotations.NullMarked;
