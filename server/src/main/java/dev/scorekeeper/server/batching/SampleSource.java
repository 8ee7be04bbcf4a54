package dev.scorekeeper.server.batching;

import java.util.List;

/** Sets of rows to try a model with, the likeliest to work first. */
interface SampleSource {

  /** Each set has at least one row, all of one layout. */
  Iterable<List<Sample>> candidates();
}
