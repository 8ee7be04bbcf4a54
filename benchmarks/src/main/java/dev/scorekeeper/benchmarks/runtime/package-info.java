/** Benchmarks of single runs of a model, without network or batching. */
@NullMarked
package dev.scorekeeper.benchmarks.runtime;

import org.jspecify.annotations.NullMarked;
