package dev.scorekeeper.benchmarks.targets;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was typed after {@code targets}.
 *
 * @param only names of rows; empty for all
 * @param turns how often each comparison is measured, after one turn that only warms
 * @param seconds how long each measurement lasts
 * @param json where the figures go as well
 * @param settings {@code key.path=value} pairs for the server, and for the bare run what they say
 *     about the runtime
 */
record TargetOptions(
    List<String> only, int turns, double seconds, Optional<Path> json, List<String> settings) {

  TargetOptions {
    only = List.copyOf(only);
    settings = List.copyOf(settings);
    if (turns < 1 || !(seconds > 0)) {
      throw new IllegalArgumentException("--turns and --seconds must be positive");
    }
  }

  /**
   * @throws IllegalArgumentException when they cannot be understood; the message says why
   */
  static TargetOptions parse(String... arguments) {
    TargetOptions options = new TargetOptions(List.of(), 5, 3, Optional.empty(), List.of());
    for (int i = 0; i < arguments.length; i += 2) {
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException(arguments[i] + " wants a value");
      }
      options = options.with(arguments[i], arguments[i + 1]);
    }
    return options;
  }

  private TargetOptions with(String option, String value) {
    return switch (option) {
      case "--only" ->
          new TargetOptions(List.of(value.split(",", -1)), turns, seconds, json, settings);
      case "--turns" -> new TargetOptions(only, Integer.parseInt(value), seconds, json, settings);
      case "--seconds" -> new TargetOptions(only, turns, Double.parseDouble(value), json, settings);
      case "--json" ->
          new TargetOptions(only, turns, seconds, Optional.of(Path.of(value)), settings);
      case "--set" -> {
        List<String> more = new ArrayList<>(settings);
        more.add(value);
        yield new TargetOptions(only, turns, seconds, json, more);
      }
      default -> throw new IllegalArgumentException("unknown option '" + option + "'");
    };
  }
}
