/** Tests of what measures, beside the measuring itself. */
@NullMarked
package dev.scorekeeper.benchmarks.wire;

import org.jspecify.annotations.NullMarked;
