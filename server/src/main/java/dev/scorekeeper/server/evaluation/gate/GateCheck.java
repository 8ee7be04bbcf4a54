package dev.scorekeeper.server.evaluation.gate;

import dev.scorekeeper.server.config.NearestName;
import dev.scorekeeper.server.evaluation.engine.EvaluationException;
import dev.scorekeeper.server.evaluation.engine.EvaluationReason;
import dev.scorekeeper.server.evaluation.engine.EvaluationSetup;
import dev.scorekeeper.server.evaluation.engine.PlannedMetric;
import dev.scorekeeper.server.evaluation.engine.PlannedOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds gates that speak of what is not asked, before there are values: a gate that can only fail
 * is a mistake, not a verdict.
 *
 * <p>Labels of values, such as {@code [class 2]}, are known with the values alone: here any will
 * do.
 */
public final class GateCheck {

  private static final int SHOWN = 3;

  /** A value that there will be. */
  private record Target(String output, String name, String metric) {

    /** As a gate names it together with its output. */
    String ofOutput() {
      String prefix = output + "_";
      return output + ":" + (name.startsWith(prefix) ? name.substring(prefix.length()) : name);
    }
  }

  private final List<EvaluationSetup> setups;
  private final List<Target> targets = new ArrayList<>();

  private GateCheck(List<EvaluationSetup> setups, List<String> others) {
    this.setups = setups;
    setups.forEach(this::addTargets);
    others.forEach(name -> targets.add(new Target("", name, name)));
  }

  /**
   * Checks gates.
   *
   * @param gates their texts
   * @param setups of which one is or will be the evaluation's; nothing is known when it is empty
   * @param others names of further values
   * @throws EvaluationException for a gate that cannot be read, with the position; or that speaks
   *     of a value or of slices that are not asked, with the nearest names
   */
  public static void check(List<String> gates, List<EvaluationSetup> setups, List<String> others)
      throws EvaluationException {
    List<Gate> read = Gate.parseAll(gates);
    if (setups.isEmpty()) {
      return;
    }
    GateCheck check = new GateCheck(setups, others);
    for (int i = 0; i < read.size(); i++) {
      check.check(read.get(i), "spec.gates[" + i + "]");
    }
  }

  private void addTargets(EvaluationSetup setup) {
    List<PlannedMetric> losses =
        setup.outputs().stream().flatMap(output -> output.loss().stream()).toList();
    if (!losses.isEmpty()) {
      targets.add(new Target("", "loss", "loss"));
    }
    for (PlannedOutput output : setup.outputs()) {
      if (losses.size() > 1) {
        output.loss().ifPresent(loss -> targets.add(target(output, loss.name(), "loss")));
      }
      for (PlannedMetric metric : output.metrics()) {
        targets.add(target(output, metric.name(), metric.identity().id()));
      }
    }
  }

  private static Target target(PlannedOutput output, String name, String metric) {
    return new Target(output.displayName(), name, metric);
  }

  private void check(Gate gate, String field) throws EvaluationException {
    if (!gate.slice().isEmpty() && setups.stream().noneMatch(setup -> isSlicedFor(gate, setup))) {
      throw new EvaluationException(
              EvaluationReason.BAD_QUESTION,
              field,
              "%s: no slices by %s are asked for"
                  .formatted(gate.text(), String.join(", ", gate.slice().keySet())))
          .with("gate", gate.text())
          .with("got", String.join(", ", gate.slice().keySet()));
    }
    if (gate.metric().equals(Gate.ROWS)) {
      checkRows(gate, field);
    } else if (targets.stream().noneMatch(target -> isAbout(gate, target))) {
      throw unknown(gate, field, targets.stream());
    }
  }

  /** Rows of one output are counted over all rows alone. */
  private void checkRows(Gate gate, String field) throws EvaluationException {
    if (gate.output().isEmpty()) {
      return;
    }
    if (!gate.slice().isEmpty()) {
      throw new EvaluationException(
              EvaluationReason.BAD_QUESTION,
              field,
              gate.text() + ": rows of one output are counted over all rows, not over slices")
          .with("gate", gate.text());
    }
    List<Target> rows =
        setups.stream()
            .flatMap(setup -> setup.outputs().stream())
            .map(output -> target(output, Gate.ROWS, Gate.ROWS))
            .toList();
    if (rows.stream().noneMatch(target -> target.output.equals(gate.output()))) {
      throw unknown(gate, field, rows.stream());
    }
  }

  private static boolean isSlicedFor(Gate gate, EvaluationSetup setup) {
    List<String> columns = List.copyOf(gate.slice().keySet());
    return setup.question().slices().stream()
        .anyMatch(spec -> spec.stream().sorted().toList().equals(columns));
  }

  /** By the rules of {@link Finder}, any label aside. */
  private static boolean isAbout(Gate gate, Target target) {
    boolean ofOutput = !gate.output().isEmpty();
    boolean named =
        Stream.of(gate.metric(), withoutLabel(gate.metric()))
            .anyMatch(
                name ->
                    target.name.equals(name)
                        || (ofOutput && target.name.equals(gate.output() + "_" + name)));
    return (!ofOutput || gate.output().equals(target.output))
        && (named || gate.metric().equals(target.metric));
  }

  private static String withoutLabel(String name) {
    int label = name.indexOf('[');
    return label > 0 && name.endsWith("]") ? name.substring(0, label) : name;
  }

  private static EvaluationException unknown(Gate gate, String field, Stream<Target> targets) {
    boolean ofOutput = !gate.output().isEmpty();
    String wanted = ofOutput ? gate.output() + ":" + gate.metric() : gate.metric();
    List<String> names =
        targets.map(target -> ofOutput ? target.ofOutput() : target.name).distinct().toList();
    List<String> nearest = NearestName.several(wanted, names, SHOWN);
    EvaluationException unknown =
        new EvaluationException(
                EvaluationReason.UNKNOWN_METRIC,
                field,
                gate.text() + ": no value " + wanted + " is asked for" + NearestName.hint(nearest))
            .with("gate", gate.text())
            .with("got", wanted);
    return nearest.isEmpty() ? unknown : unknown.with("nearest", String.join(", ", nearest));
  }
}
