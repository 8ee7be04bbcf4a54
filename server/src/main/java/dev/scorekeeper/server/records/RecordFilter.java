package dev.scorekeeper.server.records;

import static java.util.Objects.requireNonNull;

import dev.scorekeeper.v1.Verdict;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which records to list; all conditions that are set must hold.
 *
 * @param model name of the model; empty: any
 * @param version version of the model
 * @param dataset name of the data set; empty: any
 * @param datasetVersion version of the data set; empty: any
 * @param start created then or later
 * @param end created before
 * @param verdict unspecified: any
 */
public record RecordFilter(
    String model,
    OptionalLong version,
    String dataset,
    String datasetVersion,
    Optional<Instant> start,
    Optional<Instant> end,
    Verdict verdict) {

  /** Every record. */
  public static final RecordFilter ALL =
      new RecordFilter(
          "",
          OptionalLong.empty(),
          "",
          "",
          Optional.empty(),
          Optional.empty(),
          Verdict.VERDICT_UNSPECIFIED);

  public RecordFilter {
    requireNonNull(model, "model is null");
    requireNonNull(version, "version is null");
    requireNonNull(dataset, "dataset is null");
    requireNonNull(datasetVersion, "datasetVersion is null");
    requireNonNull(start, "start is null");
    requireNonNull(end, "end is null");
    requireNonNull(verdict, "verdict is null");
  }
}
