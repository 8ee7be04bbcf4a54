package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.engine.EvaluationFigures.SliceFigures;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An evaluation as far as comparing goes.
 *
 * @param fields paths of the record's fields with their values, see {@link ComparisonRules}; a
 *     field without a value is absent
 * @param parts the whole, then each slice
 */
public record ComparedRecord(SortedMap<String, String> fields, List<SliceFigures> parts) {

  public ComparedRecord {
    fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
    parts = List.copyOf(parts);
  }

  /** With all rows as the first part. */
  public static ComparedRecord of(Map<String, String> fields, EvaluationFigures figures) {
    return new ComparedRecord(new TreeMap<>(fields), figures.parts());
  }
}
