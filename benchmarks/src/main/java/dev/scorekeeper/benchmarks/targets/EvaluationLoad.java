package dev.scorekeeper.benchmarks.targets;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * One endless evaluation, in a process of its own, so that its client does not run among the
 * threads of a generator that measures latencies.
 *
 * <p>Answers each line with the number of rows sent so far; ends when its input does, and the
 * evaluation with it.
 */
public final class EvaluationLoad {

  private EvaluationLoad() {}

  /** The arguments are the port and {@code digits}, {@code perf_cnn} or {@code perf_mlp}. */
  public static void main(String[] args) throws IOException {
    LabelledData data =
        switch (args[1]) {
          case "digits" -> LabelledData.digits();
          case "perf_cnn" -> LabelledData.perfCnn();
          case "perf_mlp" -> LabelledData.perfMlp();
          default -> throw new IllegalArgumentException("no rows for model " + args[1]);
        };
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (LabelledStream stream =
        LabelledStream.startInSmallPortions(
            Integer.parseInt(args[0]), data, Long.MAX_VALUE >> 32)) {
      while (in.readLine() != null) {
        System.out.println(stream.isDone() ? "ended" : Long.toString(stream.sentRows()));
      }
    }
  }
}
