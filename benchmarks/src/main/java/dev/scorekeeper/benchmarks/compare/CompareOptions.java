package dev.scorekeeper.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;

/**
 * What the command line of {@link Compare} says. Immutable.
 *
 * @param base a revision, as git understands it
 * @param head a revision
 * @param benchmarks regular expression on their names
 * @param forks forks of each commit, {@code >= 2}
 * @param band change that does not matter, such as 0.03
 * @param json true for JSON in place of the table
 */
record CompareOptions(
    String base, String head, String benchmarks, int forks, double band, boolean json) {

  static final String USAGE =
      """
      Usage: scorekeeper bench compare BASE HEAD [--benchmarks REGEX] [--forks N] [--band PERCENT] [--json]

      Checks out and builds two commits in temporary folders, runs their JMH benchmarks fork by fork in turns
      (base, head, head, base, ...), and reports for each benchmark by what factor its time and its heap
      changed, with 95 % confidence intervals.

        --benchmarks REGEX   names of the benchmarks; default: all
        --forks N            forks of each commit, 2 or more; default: 5
        --band PERCENT       change that does not matter; default: 3
        --json               JSON in place of the table

      Exit codes: 0 nothing became worse; 1 a benchmark's whole interval is beyond the band; 2 misused or failed.
      """;

  private static final int DEFAULT_FORKS = 5;
  private static final double DEFAULT_PERCENT = 3;

  /**
   * Reads the arguments.
   *
   * @throws IllegalArgumentException with a sentence for whoever wrote them
   */
  static CompareOptions parse(List<String> arguments) {
    List<String> revisions = new ArrayList<>();
    String benchmarks = ".*";
    int forks = DEFAULT_FORKS;
    double percent = DEFAULT_PERCENT;
    boolean json = false;
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      switch (argument) {
        case "--json" -> json = true;
        case "--benchmarks" -> benchmarks = value(arguments, ++i);
        case "--forks" -> forks = (int) number(arguments, ++i, 2, 1000);
        case "--band" -> percent = number(arguments, ++i, 0, 1000);
        default -> {
          if (argument.startsWith("-")) {
            throw new IllegalArgumentException("there is no option " + argument);
          }
          revisions.add(argument);
        }
      }
    }
    if (revisions.size() != 2) {
      throw new IllegalArgumentException("two commits are needed, BASE and HEAD");
    }
    return new CompareOptions(
        revisions.get(0), revisions.get(1), benchmarks, forks, percent / 100, json);
  }

  private static String value(List<String> arguments, int index) {
    if (index >= arguments.size()) {
      throw new IllegalArgumentException(arguments.get(index - 1) + " needs a value");
    }
    return arguments.get(index);
  }

  private static double number(List<String> arguments, int index, double least, double most) {
    String text = value(arguments, index);
    double number;
    try {
      number = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(text + " is not a number", e);
    }
    if (!(number >= least && number <= most)) {
      throw new IllegalArgumentException(
          "%s must be from %.0f to %.0f".formatted(arguments.get(index - 1), least, most));
    }
    return number;
  }
}
