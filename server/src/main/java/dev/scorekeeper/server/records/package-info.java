/**
 * Records of evaluations in a database: each written whole, chained to the one before it by its
 * hash, never changed.
 *
 * <p>Starting points: {@link dev.scorekeeper.server.records.RecordStore} is what others see.
 *
 * <p>Words: an <em>entry</em> is a link of the chain, either an evaluation or the deletion of one;
 * its <em>content</em> is the canonical text that its hash is taken of.
 */
@NullMarked
package dev.scorekeeper.server.records;

import org.jspecify.annotations.NullMarked;
