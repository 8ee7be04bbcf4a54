/** Tests of the comparison of two commits, without commits. */
@NullMarked
package dev.scorekeeper.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
