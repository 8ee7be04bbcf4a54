/**
 * The order of the steps from a decoded request to its answer: lease, bind, check, admit, batch.
 * The package to read first.
 */
@NullMarked
package dev.scorekeeper.server.pipeline;

import org.jspecify.annotations.NullMarked;
