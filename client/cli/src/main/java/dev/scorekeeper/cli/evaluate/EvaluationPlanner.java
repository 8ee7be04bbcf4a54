package dev.scorekeeper.cli.evaluate;

import dev.scorekeeper.cli.data.InputSpec;
import dev.scorekeeper.cli.predict.InputColumns;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.v1.EvaluatedOutput;
import dev.scorekeeper.v1.EvaluationHeader;
import dev.scorekeeper.v1.EvaluationSpec;
import dev.scorekeeper.v1.MetricSpec;
import dev.scorekeeper.v1.MissingLabelPolicy;
import dev.scorekeeper.v1.OutputInfo;
import dev.scorekeeper.v1.SliceSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the question and finds the rows, from what a person typed and what the server says about
 * the model. For one use.
 */
public final class EvaluationPlanner {
  private static final int ROWS_TO_LOOK_AT = 1024;

  private final Subject subject;
  private final FileOptions files;
  private final OutputQuestions questions;
  private final boolean labelsMayBeMissing;
  private final List<String> notes = new ArrayList<>();
  private final Map<String, ExtraColumn> labels = new LinkedHashMap<>();
  private final List<ExtraColumn> others = new ArrayList<>();
  private final List<SliceSpec> slices = new ArrayList<>();

  /**
   * What is evaluated.
   *
   * @param inputs of the signature
   * @param outputs of the signature
   */
  public record Subject(List<InputSpec> inputs, List<OutputInfo> outputs) {
    public Subject {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
    }

    /** Names of the outputs. */
    public List<String> outputNames() {
      return outputs.stream().map(output -> output.getTensor().getName()).toList();
    }
  }

  private EvaluationPlanner(
      Subject subject, FileOptions files, OutputQuestions questions, boolean labelsMayBeMissing) {
    this.subject = subject;
    this.files = files;
    this.questions = questions;
    this.labelsMayBeMissing = labelsMayBeMissing;
  }

  /**
   * Makes the plan.
   *
   * @param base the question as far as it does not depend on the outputs, or as a file has it
   * @throws CommandException when options contradict each other or the model
   */
  public static EvaluationPlan plan(
      EvaluationHeader base, Subject subject, OutputOptions options, FileOptions files) {
    OutputQuestions questions =
        new OutputQuestions(subject.outputNames(), base.getSpec().getOutputsList());
    boolean labelsMayBeMissing =
        files.labelsMayBeMissing()
            || base.getSpec().getPolicies().getMissingLabels()
                == MissingLabelPolicy.MISSING_LABEL_POLICY_SKIP;
    EvaluationPlanner planner =
        new EvaluationPlanner(subject, files, questions, labelsMayBeMissing);
    questions.apply(options);
    return planner.plan(base);
  }

  private EvaluationPlan plan(EvaluationHeader base) {
    findLabels();
    findOthers(base.getSpec().getSlicesList());
    if (questions.isEmpty()) {
      chooseQuestions();
    }
    checkLabels();
    List<ExtraColumn> extras = new ArrayList<>(labels.values());
    extras.addAll(others);
    EvaluationSpec.Builder spec =
        base.getSpec().toBuilder().clearOutputs().addAllOutputs(questions.build());
    if (labelsMayBeMissing) {
      spec.getPoliciesBuilder().setMissingLabels(MissingLabelPolicy.MISSING_LABEL_POLICY_SKIP);
    }
    if (!slices.isEmpty()) {
      spec.clearSlices().addAllSlices(slices);
    }
    return new EvaluationPlan(
        base.toBuilder().setSpec(spec).build(), rows(extras), subject.inputs(), notes);
  }

  private RowFiles rows(List<ExtraColumn> extras) {
    return new RowFiles(files.data(), InputColumns.of(files.inputs(), subject.inputs()), extras);
  }

  private void findLabels() {
    OutputNames names = questions.names();
    for (String text : files.labels()) {
      OutputNames.Said said = names.assigned(text);
      ColumnSource source = ColumnSource.parse(said.what());
      boolean forAll =
          said.output().isEmpty() && names.outputs().size() > 1 && source.file() != null;
      List<String> outputs = forAll ? labelled() : List.of(names.only("--label", said));
      for (String output : outputs) {
        if (labels.put(output, label(output, source)) != null) {
          throw CommandException.misused("--label: output %s has two.".formatted(output));
        }
      }
    }
  }

  /** Outputs that a file of labels for all is read for. */
  private List<String> labelled() {
    return questions.isEmpty() ? questions.names().outputs() : questions.asked();
  }

  private ExtraColumn label(String output, ColumnSource source) {
    return new ExtraColumn(
        ExtraColumn.Role.LABEL, output, source, labelsMayBeMissing, questions.classNames(output));
  }

  private void findOthers(List<SliceSpec> known) {
    files.weights().forEach(text -> addForOutput(ExtraColumn.Role.WEIGHT, text));
    files.masks().forEach(text -> addForOutput(ExtraColumn.Role.MASK, text));
    files.slices().forEach(this::addSlice);
    if (slices.isEmpty()) {
      for (SliceSpec slice : known) {
        slice.getColumnsList().forEach(column -> addSliceColumn(column, column));
      }
    }
    addIds(ExtraColumn.Role.ID, files.id());
    addIds(ExtraColumn.Role.QUERY, files.query());
  }

  private void addIds(ExtraColumn.Role role, String source) {
    if (!source.isEmpty()) {
      addOnce(new ExtraColumn(role, "", ColumnSource.parse(source), false, List.of()));
    }
  }

  private void addSlice(String text) {
    SliceSpec.Builder slice = SliceSpec.newBuilder();
    for (String part : CommaList.split("--slice", text)) {
      String[] pair = part.split("=", 2);
      String column = pair[0].strip();
      slice.addColumns(column);
      addSliceColumn(column, pair[pair.length - 1].strip());
    }
    slices.add(slice.build());
  }

  private void addSliceColumn(String column, String source) {
    ColumnSource found =
        column.equals(source) ? new ColumnSource(null, column) : ColumnSource.parse(source);
    addOnce(new ExtraColumn(ExtraColumn.Role.SLICE, column, found, true, List.of()));
  }

  private void addForOutput(ExtraColumn.Role role, String text) {
    OutputNames.Said said = questions.names().assigned(text);
    addOnce(
        new ExtraColumn(role, said.output(), ColumnSource.parse(said.what()), false, List.of()));
  }

  /** The same column may be in several slices. */
  private void addOnce(ExtraColumn column) {
    for (ExtraColumn other : others) {
      if (other.role() == column.role() && other.name().equals(column.name())) {
        if (!other.equals(column)) {
          throw CommandException.misused(
              "%s: two columns for \"%s\".".formatted(column.option(), column.name()));
        }
        return;
      }
    }
    others.add(column);
  }

  private void chooseQuestions() {
    if (labels.isEmpty()) {
      return;
    }
    List<ExtraColumn> extras = List.copyOf(labels.values());
    try (LabelledFile file = LabelledFile.open(rows(extras), subject.inputs())) {
      LabelledGroup group = file.next(ROWS_TO_LOOK_AT);
      if (group == null) {
        throw CommandException.failed("There is no row in " + files.data() + ".");
      }
      for (OutputInfo output : subject.outputs()) {
        ExtraColumn label = labels.get(output.getTensor().getName());
        if (label != null) {
          choose(output, DefaultQuestion.of(output, group.labels(label)));
        }
      }
    }
  }

  private void choose(OutputInfo output, DefaultQuestion chosen) {
    EvaluatedOutput.Builder question = questions.of(output.getTensor().getName());
    question.setLoss(chosen.loss());
    chosen
        .metrics()
        .forEach(metric -> question.addMetrics(MetricSpec.newBuilder().setMetric(metric)));
    String loss = chosen.loss().isEmpty() ? "no loss" : "loss " + chosen.loss();
    notes.add(
        "Neither --loss nor --metrics: for %s (%s) taking %s and %s."
            .formatted(
                output.getTensor().getName(),
                chosen.why(),
                loss,
                String.join(", ", chosen.metrics())));
  }

  private void checkLabels() {
    if (labels.isEmpty()) {
      throw CommandException.misused(
          "Labels are needed: --label FILE-or-COLUMN. Without labels, \"scorekeeper predict\" shows what the model says.");
    }
    List<String> asked = questions.asked();
    for (String output : asked) {
      if (!labels.containsKey(output)) {
        throw CommandException.misused(
            "There are no labels for output %s: --label %s=FILE-or-COLUMN."
                .formatted(output, output));
      }
    }
    for (String output : labels.keySet()) {
      if (!asked.contains(output)) {
        throw CommandException.misused(
            "There are labels for output %s, but nothing is asked of it: --loss or --metrics %s:…"
                .formatted(output, output));
      }
    }
  }
}
