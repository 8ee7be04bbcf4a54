package dev.scorekeeper.server.evaluation.gate;

import dev.scorekeeper.server.config.NearestName;
import dev.scorekeeper.server.evaluation.engine.EvaluationFigures.SliceFigures;
import dev.scorekeeper.server.evaluation.engine.FigureValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Finds what a gate speaks of, or says what there is instead. */
final class Finder {

  private final List<SliceFigures> parts;

  Finder(List<SliceFigures> parts) {
    this.parts = parts;
  }

  /** The slice, or the whole. */
  SliceFigures part(Gate gate) throws Failed {
    List<String> columns = List.copyOf(gate.slice().keySet());
    List<String> keys = List.copyOf(gate.slice().values());
    List<String> others = new ArrayList<>();
    for (SliceFigures part : parts) {
      if (part.columns().equals(columns)) {
        if (part.keys().equals(keys)) {
          return part;
        }
        others.add(describe(part));
      }
    }
    String wanted = describe(columns, keys);
    if (others.isEmpty()) {
      throw new Failed("there are no slices by " + String.join(", ", columns));
    }
    throw new Failed("there is no " + wanted + nearest(wanted, others));
  }

  /** The value of a slice: by its name, else by its output and metric, else by its metric. */
  static FigureValue value(Gate gate, SliceFigures part) throws Failed {
    List<FigureValue> found = new ArrayList<>();
    for (FigureValue value : part.values()) {
      if (gate.output().isEmpty() ? value.name().equals(gate.metric()) : ofOutput(gate, value)) {
        found.add(value);
      }
    }
    if (found.isEmpty() && gate.output().isEmpty()) {
      part.values().stream()
          .filter(value -> value.key().metric().equals(gate.metric()))
          .forEach(found::add);
    }
    String wanted = gate.output().isEmpty() ? gate.metric() : gate.output() + ":" + gate.metric();
    if (found.isEmpty()) {
      List<String> names = part.values().stream().map(FigureValue::name).toList();
      throw new Failed("there is no value " + wanted + nearest(gate.metric(), names));
    }
    if (found.size() > 1) {
      List<String> names = found.stream().map(FigureValue::name).toList();
      throw new Failed(wanted + " may be any of " + String.join(", ", names));
    }
    return found.get(0);
  }

  private static boolean ofOutput(Gate gate, FigureValue value) {
    String prefixed = gate.output() + "_" + gate.metric();
    return value.key().output().equals(gate.output())
        && (value.name().equals(gate.metric())
            || value.name().equals(prefixed)
            || value.key().metric().equals(gate.metric()));
  }

  static String noOutput(String output, Collection<String> outputs) {
    return "there is no output " + output + nearest(output, List.copyOf(outputs));
  }

  static String describe(SliceFigures part) {
    return describe(part.columns(), part.keys());
  }

  private static String describe(List<String> columns, List<String> keys) {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      pairs.add(columns.get(i) + "=" + keys.get(i));
    }
    return "slice(" + String.join(", ", pairs) + ")";
  }

  private static String nearest(String name, List<String> names) {
    return NearestName.of(name, names).map(near -> "; did you mean " + near + "?").orElse("");
  }
}
