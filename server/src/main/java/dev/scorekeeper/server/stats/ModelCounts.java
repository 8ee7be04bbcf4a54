package dev.scorekeeper.server.stats;

import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.Reason;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The numbers of one model version at one moment, since it was first used.
 *
 * @param succeeded requests answered with outputs
 * @param failed requests not answered with outputs, by reason; reasons that never happened are
 *     absent
 * @param rows rows of the requests that succeeded
 * @param runs runs of the model
 * @param paddingRows rows added to runs to reach an allowed size
 * @param batchRows runs by number of rows: the key is the smallest power of two not below it
 * @param queueTime from arrival to the start of the run, by request that succeeded
 * @param runTime by run
 * @param queuedRows rows waiting at that moment
 */
public record ModelCounts(
    ModelId id,
    long succeeded,
    Map<Reason, Long> failed,
    long rows,
    long runs,
    long paddingRows,
    SortedMap<Integer, Long> batchRows,
    DurationHistogram.Snapshot queueTime,
    DurationHistogram.Snapshot runTime,
    long queuedRows) {

  public ModelCounts {
    failed = Map.copyOf(failed);
    batchRows = Collections.unmodifiableSortedMap(new TreeMap<>(batchRows));
  }
}
