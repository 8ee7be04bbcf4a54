package dev.scorekeeper.cli.tune;

import dev.scorekeeper.v1.BatchingInfo;
import dev.scorekeeper.v1.Lane;
import java.util.ArrayList;
import java.util.List;

/** The changes worth trying for a model, in the order to try them. */
final class Candidates {
  /** Long enough to gather rows of several callers, short beside a network's round trip. */
  private static final String WAIT = "200us";

  private final String model;

  Candidates(String model) {
    this.model = model;
  }

  /** Those of the process: they change the cost of every run, and so come first. */
  List<Setting> ofProcess() {
    return List.of(
        new Setting("runtime.fusion", "never"),
        new Setting("runtime.onednn", "false"),
        new Setting("runtime.executor", "single_threaded"));
  }

  /** Those of the model, given what a server found out about it. */
  List<Setting> ofModel(BatchingInfo batching) {
    List<Setting> changes = new ArrayList<>();
    if (!batching.getBatched()) {
      return changes;
    }
    boolean loop = batching.getLane() == Lane.LANE_LOOP;
    changes.add(batching("lane", loop ? "worker" : "loop"));
    int best = batching.getBestBatchRows();
    if (best > 1) {
      changes.add(batching("max_rows", Integer.toString(best / 2)));
      changes.add(batching("max_rows", Integer.toString(2 * best)));
    }
    if (!loop) {
      changes.add(batching("max_wait", WAIT));
    }
    return changes;
  }

  private Setting batching(String key, String value) {
    return new Setting("models." + model + ".batching." + key, value);
  }
}
