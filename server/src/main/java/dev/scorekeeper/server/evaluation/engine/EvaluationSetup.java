package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.Mode;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;

/** A question with everything decided. Immutable, thread-safe. */
public final class EvaluationSetup {

  private final EvaluationQuestion question;
  private final List<PlannedOutput> outputs;
  private final List<String> sliceColumns;
  private final List<String> warnings;
  private final Function<EvaluationSetup, EvaluationRun> starter;

  EvaluationSetup(
      EvaluationQuestion question,
      List<PlannedOutput> outputs,
      List<String> warnings,
      Function<EvaluationSetup, EvaluationRun> starter) {
    this.question = question;
    this.outputs = List.copyOf(outputs);
    this.warnings = List.copyOf(warnings);
    this.starter = starter;
    TreeSet<String> columns = new TreeSet<>();
    question.slices().forEach(columns::addAll);
    this.sliceColumns = List.copyOf(columns);
  }

  /**
   * The question resolved, for the record: outputs and display names, canonical losses and metrics
   * with their names, thresholds, encodings, kinds, replicates. Planned again with the same {@link
   * #facts} it gives an equal setup.
   */
  public EvaluationQuestion question() {
    return question;
  }

  /** In the order of the question, which is that of a chunk's outputs. */
  public List<PlannedOutput> outputs() {
    return outputs;
  }

  /** Facts of {@link #outputs}, in that order. */
  public List<OutputFacts> facts() {
    return outputs.stream().map(PlannedOutput::facts).toList();
  }

  /** Columns that chunks must have, each once, in order of their names. */
  public List<String> sliceColumns() {
    return sliceColumns;
  }

  /** What a reader of the figures should know, whatever the rows. */
  public List<String> warnings() {
    return warnings;
  }

  /** Whether chunks must have example ids. */
  public boolean needsExampleIds() {
    return question.intervals().isPresent();
  }

  /** Whether chunks must tell the query of each row, see {@link OutputRows#groups}. */
  public boolean needsQueries() {
    return outputs.stream().anyMatch(PlannedOutput::needsQueries);
  }

  /** Whether runs of it merge: whether the data set may be cut into shards. */
  public boolean mergeable() {
    return question.mode() == Mode.DATASET;
  }

  /** A run over no rows, of the implementation that the mode asks for. */
  public EvaluationRun start() {
    return starter.apply(this);
  }

  /** The same outputs without losses and metrics: its runs check and count rows, no more. */
  public EvaluationSetup withoutMetrics() {
    List<PlannedOutput> plain = outputs.stream().map(PlannedOutput::withoutMetrics).toList();
    return new EvaluationSetup(question, plain, warnings, DatasetRun::new);
  }

  /** Whether runs of the two merge. */
  public boolean equalTo(EvaluationSetup other) {
    return question.equals(other.question) && Objects.equals(facts(), other.facts());
  }
}
