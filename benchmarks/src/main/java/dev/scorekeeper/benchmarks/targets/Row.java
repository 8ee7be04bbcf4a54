package dev.scorekeeper.benchmarks.targets;

import java.util.List;

/** Measures one or more lines of the table. */
interface Row {

  /** Measures; leaves nothing running but what the lab owns. */
  List<Figure> measure(Lab lab) throws Exception;
}
