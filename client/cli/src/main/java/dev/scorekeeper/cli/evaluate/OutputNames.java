package dev.scorekeeper.cli.evaluate;

import dev.scorekeeper.cli.text.CommandException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The outputs that options may name, each by its name in the signature or by the one that the
 * model's author gave it.
 */
final class OutputNames {
  private static final Pattern PREFIXED = Pattern.compile("([\\w./-]+)\\s*:(?!//)\\s*(.+)");
  private static final Pattern ASSIGNED = Pattern.compile("([\\w./-]+)\\s*=\\s*(.+)");

  private final List<String> outputs;
  private final Map<String, String> byName = new LinkedHashMap<>();

  /** What is said of an output; an empty one is not named. */
  record Said(String output, String what) {}

  /**
   * Prepares names.
   *
   * @param outputs of the signature
   * @param displayNames other names, by output
   */
  OutputNames(List<String> outputs, Map<String, String> displayNames) {
    this.outputs = List.copyOf(outputs);
    for (String output : outputs) {
      byName.put(output, output);
    }
    displayNames.forEach((output, name) -> byName.putIfAbsent(name, output));
  }

  List<String> outputs() {
    return outputs;
  }

  /** Parts a text such as {@code cultivar:accuracy}. */
  Said prefixed(String option, String text) {
    Matcher matcher = PREFIXED.matcher(text);
    if (!matcher.matches()) {
      return new Said("", text);
    }
    return new Said(find(option, matcher.group(1)), matcher.group(2).strip());
  }

  /**
   * Parts a text such as {@code cultivar=labels.npy}; what stands before an equals sign and is no
   * output belongs to what is said.
   */
  Said assigned(String text) {
    Matcher matcher = ASSIGNED.matcher(text);
    String output = matcher.matches() ? byName.get(matcher.group(1)) : null;
    return output == null ? new Said("", text) : new Said(output, matcher.group(2).strip());
  }

  /** The output of that name. */
  String find(String option, String name) {
    String output = byName.get(name);
    if (output == null) {
      throw CommandException.misused(
          "%s: there is no output \"%s\"; there are %s."
              .formatted(option, name, String.join(", ", byName.keySet())));
    }
    return output;
  }

  /** The outputs that something is said of: the named one or, when none is, the only one. */
  String only(String option, Said said) {
    if (!said.output().isEmpty()) {
      return said.output();
    }
    if (outputs.size() != 1) {
      throw CommandException.misused(
          "%s \"%s\": say of which output; there are %s."
              .formatted(option, said.what(), String.join(", ", byName.keySet())));
    }
    return outputs.get(0);
  }

  /** What is said of each output, in the order of the options. */
  Map<String, List<String>> prefixedByOutput(String option, List<String> texts) {
    return byOutput(
        option, CommaList.splitAll(option, texts).stream().map(text -> prefixed(option, text)));
  }

  /** The same of texts such as {@code cultivar=0.5}, which are not lists. */
  Map<String, List<String>> assignedByOutput(String option, List<String> texts) {
    return byOutput(option, texts.stream().map(this::assigned));
  }

  private Map<String, List<String>> byOutput(String option, Stream<Said> all) {
    Map<String, List<String>> result = new LinkedHashMap<>();
    all.forEach(
        said ->
            result
                .computeIfAbsent(only(option, said), output -> new ArrayList<>())
                .add(said.what()));
    return result;
  }

  /** At most one thing said of each output. */
  static Map<String, String> single(String option, Map<String, List<String>> byOutput) {
    Map<String, String> result = new LinkedHashMap<>();
    byOutput.forEach(
        (output, said) -> {
          if (said.size() > 1) {
            throw CommandException.misused(
                "%s: output %s can have one, not %d.".formatted(option, output, said.size()));
          }
          result.put(output, said.get(0));
        });
    return result;
  }
}
