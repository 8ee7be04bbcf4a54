/** Tests of {@code server.batching}, most of them without threads: the test moves every part. */
@NullMarked
package dev.scorekeeper.server.batching;

import org.jspecify.annotations.NullMarked;
