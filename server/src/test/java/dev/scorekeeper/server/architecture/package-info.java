/**
 * Keeps the package table of docs/architecture.md true. {@link
 * dev.scorekeeper.server.architecture.PackageTable} is the table, {@link
 * dev.scorekeeper.server.architecture.ArchitectureTest} holds the server against it, and the
 * packages under {@code planted} break each of its rules once, to show that a breach is seen.
 */
@NullMarked
package dev.scorekeeper.server.architecture;

import org.jspecify.annotations.NullMarked;
