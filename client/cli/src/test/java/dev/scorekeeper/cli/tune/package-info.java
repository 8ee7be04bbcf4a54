/**
 * Tests of finding settings: the decisions on servers that are formulas, and one real child
 * process.
 */
@NullMarked
package dev.scorekeeper.cli.tune;

import org.jspecify.annotations.NullMarked;
