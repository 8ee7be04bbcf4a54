/**
 * Settings records read from YAML, with the position of every mistake; and the reference page made
 * from them.
 *
 * <p>Each package owns its settings as a record whose components carry {@link
 * dev.scorekeeper.server.config.Setting}; this package knows how to fill such records, not what
 * they mean.
 */
@NullMarked
package dev.scorekeeper.server.config;

import org.jspecify.annotations.NullMarked;
