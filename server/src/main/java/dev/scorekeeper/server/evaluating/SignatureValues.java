package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.evaluation.ValueRange;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion;
import dev.scorekeeper.server.evaluation.engine.FigureValue;
import dev.scorekeeper.server.evaluation.engine.FigureValue.Absence;
import dev.scorekeeper.server.evaluation.engine.FigureValue.Interval;
import dev.scorekeeper.server.evaluation.engine.Intervals;
import dev.scorekeeper.server.evaluation.engine.OutputFacts;
import dev.scorekeeper.server.evaluation.engine.Policies.UndefinedValues;
import dev.scorekeeper.server.evaluation.engine.Replicates;
import dev.scorekeeper.server.scoring.RunException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Makes values of what was computed from the outputs of metric signatures: the means of numbers a
 * row as they are; of states what their result signature gives, or else the states. Not
 * thread-safe.
 */
final class SignatureValues {

  private static final String STATE = "." + MetricSignature.STATE;

  private final EvaluationQuestion question;
  private final List<OutputFacts> facts;
  private final ResultSignatures results;
  private final String modelDigest;

  /**
   * For these outputs.
   *
   * @param question that their figures answer
   * @param facts of the outputs, those of a signature one after the other
   * @param modelDigest of the model that they are of
   */
  SignatureValues(
      EvaluationQuestion question,
      List<OutputFacts> facts,
      ResultSignatures results,
      String modelDigest) {
    this.question = question;
    this.facts = facts;
    this.results = results;
    this.modelDigest = modelDigest;
  }

  /**
   * Values over some rows.
   *
   * @param computed over the same rows, for each output one or, for a state, one for each element
   */
  List<FigureValue> of(List<FigureValue> computed) throws RunException {
    List<FigureValue> values = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < facts.size(); ) {
      String name = facts.get(i).output();
      int split = name.indexOf(STATE);
      if (split < 0) {
        values.add(named(computed.get(at++), name, ""));
        i++;
        continue;
      }
      String signature = name.substring(0, split);
      List<List<FigureValue>> states = new ArrayList<>();
      List<String> names = new ArrayList<>();
      for (; i < facts.size() && facts.get(i).output().startsWith(signature + STATE); i++) {
        int width = facts.get(i).predictionShape().get(0);
        states.add(computed.subList(at, at + width));
        String output = facts.get(i).output().substring(signature.length() + 1);
        names.add(ResultSignatures.valueName(signature, output));
        at += width;
      }
      Optional<ResultSignature> result = results.of(signature);
      if (result.isPresent()) {
        values.addAll(results(signature, result.get(), states));
      } else {
        addStates(values, names, states);
      }
    }
    return values;
  }

  private void addStates(
      List<FigureValue> values, List<String> names, List<List<FigureValue>> states) {
    for (int i = 0; i < names.size(); i++) {
      List<FigureValue> elements = states.get(i);
      for (int e = 0; e < elements.size(); e++) {
        String label = elements.size() == 1 ? "" : Integer.toString(e);
        values.add(named(elements.get(e), names.get(i), label));
      }
    }
  }

  private List<FigureValue> results(
      String signature, ResultSignature result, List<List<FigureValue>> states)
      throws RunException {
    List<FigureValue> all = states.stream().flatMap(List::stream).toList();
    Optional<FigureValue> absent = all.stream().filter(state -> !state.isDefined()).findFirst();
    List<FigureValue> values = new ArrayList<>();
    double[] numbers =
        absent.isPresent() ? new double[0] : result.read(elements(states, FigureValue::number));
    List<Optional<Replicates>> replicates = replicates(result, states, all, numbers);
    for (int i = 0; i < result.outputs().size(); i++) {
      String name = signature + "." + result.outputs().get(i);
      values.add(
          absent.isPresent()
              ? named(absent.get(), name, "")
              : value(all.get(0), name, numbers[i], replicates.get(i)));
    }
    return values;
  }

  private interface Element {
    double of(FigureValue state);
  }

  private static List<double[]> elements(List<List<FigureValue>> states, Element element) {
    return states.stream().map(s -> s.stream().mapToDouble(element::of).toArray()).toList();
  }

  /** For each number its replicates, out of those of the states. */
  private static List<Optional<Replicates>> replicates(
      ResultSignature result,
      List<List<FigureValue>> states,
      List<FigureValue> all,
      double[] numbers)
      throws RunException {
    List<Optional<Replicates>> replicates = new ArrayList<>();
    if (numbers.length == 0 || !all.stream().allMatch(state -> state.replicates().isPresent())) {
      result.outputs().forEach(output -> replicates.add(Optional.empty()));
      return replicates;
    }
    Replicates first = all.get(0).replicates().orElseThrow();
    float[][] deviations = new float[numbers.length][first.count()];
    for (int r = 0; r < first.count(); r++) {
      int replicate = r;
      double[] there =
          result.read(
              elements(
                  states,
                  state -> state.number() + state.replicates().orElseThrow().deviation(replicate)));
      for (int i = 0; i < numbers.length; i++) {
        deviations[i][r] = (float) (there[i] - numbers[i]);
      }
    }
    for (float[] each : deviations) {
      replicates.add(Optional.of(Replicates.of(first.method(), each)));
    }
    return replicates;
  }

  private FigureValue value(
      FigureValue state, String name, double number, Optional<Replicates> replicates) {
    double level = question.intervals().map(intervals -> intervals.level()).orElse(0.0);
    Optional<Interval> interval =
        replicates.flatMap(all -> Intervals.around(number, all, level, ValueRange.ANY));
    boolean defined = Double.isFinite(number);
    boolean zero = question.policies().undefinedValues() == UndefinedValues.ZERO;
    return named(
        new FigureValue(
            name,
            state.key(),
            defined || !zero ? number : 0,
            defined ? Absence.NOT : Absence.NOT_FINITE,
            number,
            number,
            false,
            state.canonical(),
            state.direction(),
            ValueRange.ANY,
            interval,
            interval.isPresent() ? replicates : Optional.empty()),
        name,
        "");
  }

  /**
   * The same under a name.
   *
   * @param label what of several it is, or empty
   */
  private FigureValue named(FigureValue value, String name, String label) {
    String canonical = "signature(" + name + ", model=" + modelDigest + ")";
    String digest =
        HexFormat.of()
            .formatHex(RowHash.sha256().digest(canonical.getBytes(StandardCharsets.UTF_8)));
    String aggregation = label.isEmpty() ? "" : "element " + label;
    return new FigureValue(
        label.isEmpty() ? name : name + "[" + label + "]",
        new FigureValue.Key(name, "", false, OptionalInt.empty(), aggregation, digest),
        value.number(),
        value.undefined(),
        value.lower(),
        value.upper(),
        value.batchDependent(),
        canonical,
        value.direction(),
        value.range(),
        value.interval(),
        value.replicates());
  }
}
