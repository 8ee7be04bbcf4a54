/**
 * Rows in files: readers and writers of .npy, .npz, CSV, JSON Lines, TFRecord and Parquet that keep
 * only a group of rows in memory.
 *
 * <p>Start with {@link dev.scorekeeper.cli.data.DataFiles}. A <em>block</em> is some rows of one
 * named tensor; a <em>row group</em> is the blocks of all inputs for the same rows; a <em>row
 * shape</em> is a shape without its leading dimension.
 */
@NullMarked
package dev.scorekeeper.cli.data;

import org.jspecify.annotations.NullMarked;
