/**
 * Reading what a Keras model was compiled with out of its {@code .keras} archive, without running
 * any of it.
 *
 * <p>Start at {@link dev.scorekeeper.cli.keras.KerasArchive}; what it gives is a {@link
 * dev.scorekeeper.cli.keras.CompiledQuestion}: losses and metrics as the server takes them, and a
 * sentence for everything that could not be taken over.
 */
@NullMarked
package dev.scorekeeper.cli.keras;

import org.jspecify.annotations.NullMarked;
