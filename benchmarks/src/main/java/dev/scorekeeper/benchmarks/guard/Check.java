package dev.scorekeeper.benchmarks.guard;

import java.util.Locale;

/**
 * A measured value and what it may be at most.
 *
 * @param budget name of the budget, the model's name and what it is about, as {@code
 *     benchmarks/guard.properties} says
 */
record Check(String budget, double measured, double limit) {

  private static final String PARTS =
      "by that of a unary request to bare gRPC plus the bare forward pass of a row.";

  /** True when the value is within the budget; false also when it is not a number. */
  boolean holds() {
    return measured <= limit;
  }

  /** One line of the table. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%-20s %10.2f of %10.2f  %s",
        budget,
        measured,
        limit,
        holds() ? "ok" : "OVER BUDGET");
  }

  /** For whoever broke it: what happened and what to do. */
  String complaint() {
    String model = budget.substring(0, budget.indexOf('.'));
    return String.format(
        Locale.ROOT,
        """
        Budget %s is exceeded: measured %.2f, allowed %.2f (%s).
          %s
          See what it was before: git stash or check out the commit before, then
            ./scorekeeper bench allocation --models %s
          and which step it is: ./scorekeeper bench compare main HEAD
          Bring it back under the budget, or, when the cost is worth it, raise the budget in the
          same commit and say there why.\
        """,
        budget,
        measured,
        limit,
        Budgets.FILE,
        meaning(),
        model);
  }

  private String meaning() {
    return switch (budget.substring(budget.indexOf('.') + 1)) {
      case "run_bytes" ->
          "It is the heap, in bytes, that one run of the model allocates in the runtime package.";
      case "bytes" ->
          "It is the heap, in bytes, that a unary request allocates on the server's threads beyond"
              + " what bare gRPC does.";
      case "stream_bytes" ->
          "It is the heap, in bytes, that a request on a stream allocates on the server's threads.";
      case "stream_cpu" -> "It is the CPU time of a request on a stream, divided " + PARTS;
      default -> "It is the CPU time of a unary request, divided " + PARTS;
    };
  }
}
