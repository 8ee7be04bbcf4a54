package dev.scorekeeper.server.batching;

import dev.scorekeeper.server.config.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How the requests of a model are batched. */
public record BatchingConfig(
    @Setting(
            value =
                "Most rows in a run; larger requests are split and joined again. 0: the best batch of"
                    + " the model's measured cost curve; where allowed_rows is empty, too, one batch in 64"
                    + " may have half, twice or four times as many rows, at most 1,024, so that the costs"
                    + " of other sizes stay known, and a larger request has larger runs where those are"
                    + " short and cost less.",
            min = "0",
            max = "65536")
        int maxRows,
    @Setting(
            value =
                "How long the first row of a batch may wait for company. 0s: natural batching, a batch"
                    + " is what arrived while the one before ran.",
            min = "0s",
            max = "10s")
        Duration maxWait,
    @Setting(
            "Numbers of rows that a run may have, ascending; others are padded up with a copy of a real"
                + " row. Empty: any number.")
        List<Integer> allowedRows,
    @Setting("Where runs take place: auto (by measured cost), loop (network thread) or worker.")
        LaneChoice lane,
    @Setting(
            value =
                "Longest predicted run that the loop lane takes on a network thread; longer ones are"
                    + " handed to a worker.",
            min = "1us",
            max = "100ms")
        Duration loopRunLimit,
    @Setting(
            "Whether rows of different requests may share a run: auto (when the load-time check finds that"
                + " rows do not influence each other), always or never.")
        Sharing sharing,
    @Setting(
            "Padding of variable-length inputs, by input name; empty: only equal lengths share a run.")
        Map<String, InputPadding> padding,
    @Setting(
            "Whether a run of a single row gets a copy of that row for company, which is dropped again:"
                + " auto (when the load-time check finds that a row alone gives other last bits than the"
                + " same row among others, because TensorFlow multiplies single rows in another way),"
                + " always or never. Not where allowed_rows or max_rows say otherwise.")
        Pairing pairSingleRows) {

  /** Choice of lane. */
  public enum LaneChoice {
    AUTO,
    LOOP,
    WORKER
  }

  /** Choice of sharing. */
  public enum Sharing {
    AUTO,
    ALWAYS,
    NEVER
  }

  /** Choice of company for single rows. */
  public enum Pairing {
    AUTO,
    ALWAYS,
    NEVER
  }

  public BatchingConfig {
    allowedRows = List.copyOf(allowedRows);
    padding = Map.copyOf(padding);
    for (int i = 0; i < allowedRows.size(); i++) {
      if (allowedRows.get(i) < 1 || (i > 0 && allowedRows.get(i) <= allowedRows.get(i - 1))) {
        throw new IllegalArgumentException(
            "allowed_rows must be positive and ascend: " + allowedRows);
      }
    }
  }

  public static BatchingConfig defaults() {
    return new BatchingConfig(
        0,
        Duration.ZERO,
        List.of(),
        LaneChoice.AUTO,
        Duration.ofNanos(150_000),
        Sharing.AUTO,
        Map.of(),
        Pairing.AUTO);
  }
}
