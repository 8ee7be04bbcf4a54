package dev.scorekeeper.benchmarks;

import dev.scorekeeper.benchmarks.compare.Compare;
import dev.scorekeeper.benchmarks.guard.AllocationPerRequest;
import dev.scorekeeper.benchmarks.guard.Guard;
import dev.scorekeeper.benchmarks.targets.Targets;
import java.util.Arrays;
import java.util.List;

/** The program {@code scorekeeper bench}. */
public final class Bench {

  private static final String USAGE =
      """
      Usage: scorekeeper bench [REGEX] [JMH options]     runs the JMH benchmarks whose names match
             scorekeeper bench compare BASE HEAD ...     compares two commits' benchmarks
             scorekeeper bench guard                     checks the hot path against its budgets
             scorekeeper bench allocation ...            heap and CPU time of a request, beside bare gRPC's
             scorekeeper bench targets ...               measures every target of the hot path

      scorekeeper bench compare --help tells more of that; scorekeeper bench -h of JMH's options, -l lists the
      benchmarks. benchmarks/README.md says what each asks.
      """;

  private Bench() {}

  public static void main(String[] args) throws Exception {
    String command = args.length == 0 ? "" : args[0];
    switch (command) {
      case "--help", "help" -> System.out.print(USAGE);
      case "compare" -> Compare.main(Arrays.copyOfRange(args, 1, args.length));
      case "guard" -> Guard.main(Arrays.copyOfRange(args, 1, args.length));
      case "targets" -> Targets.main(Arrays.copyOfRange(args, 1, args.length));
      case "allocation" -> AllocationPerRequest.main(Arrays.copyOfRange(args, 1, args.length));
      default -> org.openjdk.jmh.Main.main(withProfiler(args));
    }
  }

  /** Heap is always of interest: adds JMH's profiler of it unless others are named. */
  private static String[] withProfiler(String[] args) {
    List<String> given = List.of(args);
    boolean runs = !given.contains("-l") && !given.contains("-lp") && !given.contains("-h");
    if (!runs || given.contains("-prof")) {
      return args;
    }
    String[] result = Arrays.copyOf(args, args.length + 2);
    result[args.length] = "-prof";
    result[args.length + 1] = "gc";
    return result;
  }
}
