package dev.scorekeeper.cli.demo;

import com.google.gson.JsonObject;
import dev.scorekeeper.cli.text.Quantities;
import dev.scorekeeper.cli.text.TextTable;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What the demonstration found.
 *
 * @param rows distinct images, each scored once and compared with its label
 * @param correct those whose most probable digit is the label
 * @param concurrentCalls calls under way at a time while measuring, one image each
 * @param measuredRows images scored while measuring
 * @param measuredSeconds how long that took
 * @param meanBatch rows a run of the model while measuring
 * @param secondsToReady from the start of the server until it was ready
 */
public record DemoReport(
    int rows,
    int correct,
    int concurrentCalls,
    long measuredRows,
    double measuredSeconds,
    double p50Millis,
    double p99Millis,
    double meanBatch,
    double secondsToReady) {

  double rowsPerSecond() {
    return measuredRows / measuredSeconds;
  }

  /** One object on one line. */
  public String toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("rows", rows);
    json.addProperty("correct", correct);
    json.addProperty("rows_per_second", rounded(rowsPerSecond()));
    json.addProperty("p50_ms", rounded(p50Millis));
    json.addProperty("p99_ms", rounded(p99Millis));
    json.addProperty("mean_batch", rounded(meanBatch));
    json.addProperty("concurrent_calls", concurrentCalls);
    json.addProperty("measured_rows", measuredRows);
    json.addProperty("measured_seconds", rounded(measuredSeconds));
    json.addProperty("seconds_to_ready", rounded(secondsToReady));
    return json.toString();
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }

  /** A table, and what to try next. */
  public String toText(DemoSettings settings, boolean kept) {
    TextTable table = TextTable.of("", ">");
    table.add("images scored", Quantities.count(rows));
    table.add(
        "of them correct",
        "%s (%s)".formatted(Quantities.count(correct), percent((double) correct / rows)));
    table.add("concurrent calls, one image each", Quantities.count(concurrentCalls));
    table.add("images a second", Quantities.count(Math.round(rowsPerSecond())));
    table.add("latency, median", Quantities.micros(p50Millis * 1e3));
    table.add("latency, 99th percentile", Quantities.micros(p99Millis * 1e3));
    table.add("images in a batch, mean", Quantities.number(meanBatch));
    table.add("server ready after", Quantities.micros(secondsToReady * 1e6));
    return table.render() + "\n" + next(settings, kept);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", share * 100);
  }

  /** A path below the current folder, the short way. */
  private static Path fromHere(Path path) {
    Path here = Path.of("").toAbsolutePath();
    Path absolute = path.toAbsolutePath().normalize();
    return absolute.startsWith(here) ? here.relativize(absolute) : path;
  }

  private static String next(DemoSettings settings, boolean kept) {
    String target = settings.port() == 8500 ? "" : " --target " + settings.target();
    Path images = fromHere(settings.models().resolve("digits/data/image.npy"));
    StringBuilder text = new StringBuilder();
    if (kept) {
      text.append(
          "Serving on %s until you press Ctrl-C. Try in another terminal:\n"
              .formatted(settings.target()));
    } else {
      text.append("Try next:\n");
      text.append(
          "  ./scorekeeper demo --keep                 the same, and go on serving; then\n");
    }
    text.append("  ./scorekeeper models%s\n".formatted(target));
    text.append("  ./scorekeeper status%s --watch\n".formatted(target));
    text.append("  ./scorekeeper predict digits%s --classes --data %s\n".formatted(target, images));
    text.append("  curl localhost:%d/metrics".formatted(settings.httpPort()));
    return text.toString();
  }
}
