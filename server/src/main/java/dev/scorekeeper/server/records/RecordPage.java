package dev.scorekeeper.server.records;

import dev.scorekeeper.v1.EvaluationSummary;
import java.util.List;
import java.util.OptionalLong;

/**
 * Some records in short.
 *
 * @param next what to list before for the next page; empty when this is the last one
 */
public record RecordPage(List<EvaluationSummary> evaluations, OptionalLong next) {

  /** Where the first page starts. */
  public static final long FIRST = Long.MAX_VALUE;

  public RecordPage {
    evaluations = List.copyOf(evaluations);
  }
}
