package dev.scorekeeper.cli.tune;

import dev.scorekeeper.v1.BatchingInfo;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was tried, and what is proposed.
 *
 * @param curves what the servers found out about the model, by the settings of the process
 * @param trials in the order they were made
 * @param proposal the settings to change; empty when the defaults are best
 * @param whole the proposal against the defaults; absent without a proposal
 */
public record TuneReport(
    String model,
    Map<String, BatchingInfo> curves,
    List<Trial> trials,
    List<Setting> proposal,
    @Nullable Comparison whole) {
  public TuneReport {
    trials = List.copyOf(trials);
    proposal = List.copyOf(proposal);
  }
}
