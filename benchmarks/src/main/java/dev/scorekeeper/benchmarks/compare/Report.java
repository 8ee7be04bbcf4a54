package dev.scorekeeper.benchmarks.compare;

import dev.scorekeeper.benchmarks.compare.Ratio.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The benchmarks of two commits side by side: for each the factor by which its time and its heap
 * changed. Immutable.
 *
 * @param band change that does not matter, such as 0.03
 * @param missing benchmarks that only one of the commits has, or that failed in a fork
 */
record Report(double band, List<Line> lines, List<String> missing) {

  /**
   * One benchmark.
   *
   * @param baseTime geometric mean over the forks
   * @param baseBytes mean over the forks
   */
  record Line(
      String benchmark, String unit, double baseTime, Ratio time, double baseBytes, Ratio bytes) {}

  /**
   * Compares forks.
   *
   * @param base for each fork the samples of its benchmarks
   * @param head as many forks
   */
  static Report of(double band, List<List<Sample>> base, List<List<Sample>> head) {
    Map<String, List<Sample>> baseSamples = byBenchmark(base);
    Map<String, List<Sample>> headSamples = byBenchmark(head);
    List<Line> lines = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    baseSamples.forEach(
        (name, samples) -> {
          List<Sample> others = headSamples.getOrDefault(name, List.of());
          if (samples.size() == base.size() && others.size() == head.size()) {
            lines.add(line(name, samples, others));
          } else {
            missing.add(name);
          }
        });
    headSamples.keySet().stream()
        .filter(name -> !baseSamples.containsKey(name))
        .forEach(missing::add);
    return new Report(band, List.copyOf(lines), List.copyOf(missing));
  }

  private static Map<String, List<Sample>> byBenchmark(List<List<Sample>> forks) {
    Map<String, List<Sample>> samples = new LinkedHashMap<>();
    for (List<Sample> fork : forks) {
      for (Sample sample : fork) {
        samples.computeIfAbsent(sample.benchmark(), name -> new ArrayList<>()).add(sample);
      }
    }
    return samples;
  }

  private static Line line(String name, List<Sample> base, List<Sample> head) {
    List<Double> times = base.stream().map(Sample::time).toList();
    return new Line(
        name,
        base.get(0).unit(),
        Math.exp(times.stream().mapToDouble(Math::log).average().orElseThrow()),
        Ratio.of(times, head.stream().map(Sample::time).toList()),
        base.stream().mapToDouble(Sample::bytes).average().orElseThrow(),
        Ratio.of(wholeBytes(base), wholeBytes(head)));
  }

  /** Below one byte is the profiler's rounding, and none to one would be an infinite factor. */
  private static List<Double> wholeBytes(List<Sample> samples) {
    return samples.stream().map(sample -> Math.max(1, sample.bytes())).toList();
  }

  /** True when the time or the heap of a benchmark became significantly worse. */
  boolean isWorse() {
    return lines.stream()
        .anyMatch(
            line ->
                line.time().verdict(band) == Verdict.WORSE
                    || line.bytes().verdict(band) == Verdict.WORSE);
  }

  /** A table for people. */
  String text() {
    StringBuilder text = new StringBuilder();
    int width = lines.stream().mapToInt(line -> line.benchmark().length()).max().orElse(20);
    String columns = "%-" + width + "s  %12s %-6s %-30s %10s  %s%n";
    text.append(
        String.format(
            Locale.ROOT, columns, "benchmark", "base", "", "head/base", "base B/op", "head/base"));
    for (Line line : lines) {
      text.append(
          String.format(
              Locale.ROOT,
              columns,
              line.benchmark(),
              String.format(Locale.ROOT, "%.3f", line.baseTime()),
              line.unit(),
              describe(line.time()),
              String.format(Locale.ROOT, "%.0f", line.baseBytes()),
              describe(line.bytes())));
    }
    missing.forEach(name -> text.append("not compared: ").append(name).append('\n'));
    return text.toString();
  }

  private String describe(Ratio ratio) {
    Verdict verdict = ratio.verdict(band);
    return String.format(
        Locale.ROOT,
        "%.3f [%.3f, %.3f]%s",
        ratio.mean(),
        ratio.low(),
        ratio.high(),
        verdict == Verdict.SAME ? "" : " " + verdict.name().toLowerCase(Locale.ROOT));
  }

  /** One JSON object for programs; numbers that are not finite are null. */
  String json() {
    List<String> benchmarks = new ArrayList<>();
    for (Line line : lines) {
      benchmarks.add(
          "{\"benchmark\":%s,\"unit\":%s,\"base_time\":%s,\"time\":%s,\"base_bytes\":%s,\"bytes\":%s}"
              .formatted(
                  quote(line.benchmark()),
                  quote(line.unit()),
                  number(line.baseTime()),
                  json(line.time()),
                  number(line.baseBytes()),
                  json(line.bytes())));
    }
    return "{\"band\":%s,\"worse\":%b,\"benchmarks\":[%s],\"not_compared\":[%s]}"
        .formatted(
            number(band),
            isWorse(),
            String.join(",", benchmarks),
            String.join(",", missing.stream().map(Report::quote).toList()));
  }

  private String json(Ratio ratio) {
    return "{\"ratio\":%s,\"low\":%s,\"high\":%s,\"verdict\":%s}"
        .formatted(
            number(ratio.mean()),
            number(ratio.low()),
            number(ratio.high()),
            quote(ratio.verdict(band).name().toLowerCase(Locale.ROOT)));
  }

  private static String number(double value) {
    return Double.isFinite(value) ? Double.toString(value) : "null";
  }

  private static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
