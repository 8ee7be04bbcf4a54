/** Tests of what measures, beside the measuring itself. */
@NullMarked
package dev.scorekeeper.benchmarks.targets;

import org.jspecify.annotations.NullMarked;
