package dev.scorekeeper.cli;

import dev.scorekeeper.cli.text.Quantities;
import dev.scorekeeper.cli.text.TextTable;
import dev.scorekeeper.v1.GetStatisticsResponse;
import dev.scorekeeper.v1.ModelStatistics;
import java.util.Map;
import java.util.stream.Collectors;

/** What a server is doing, as text for lines of 100 characters. */
final class StatusText {
  private StatusText() {}

  static String of(String server, StatusChange change) {
    return head(server, change) + "\n" + models(change) + refusals(change);
  }

  private static String head(String server, StatusChange change) {
    GetStatisticsResponse now = change.now();
    return "%s, up %s; in flight %s, %s, %s\n"
        .formatted(
            server,
            Quantities.seconds(change.uptimeSeconds()),
            Quantities.count(now.getInFlightRequestCount(), "request"),
            Quantities.count(now.getInFlightRowCount(), "row"),
            Quantities.bytes(now.getInFlightByteCount()));
  }

  private static String models(StatusChange change) {
    TextTable table =
        TextTable.of(
            "MODEL",
            ">VERSION",
            ">REQ/S",
            ">ROWS/S",
            ">RUNS/S",
            ">ROWS/RUN",
            ">QUEUED",
            ">WAIT",
            ">RUN",
            ">FAILED/S");
    double seconds = change.seconds();
    for (ModelStatistics current : change.now().getModelsList()) {
      StatusChange.Model model = change.model(current);
      table.add(
          current.getName(),
          current.getVersion(),
          Quantities.number(model.requests() / seconds),
          Quantities.number(model.rows() / seconds),
          Quantities.number(model.runs() / seconds),
          Quantities.number(model.meanBatch()),
          Quantities.count(current.getQueuedRowCount()),
          Quantities.micros(model.meanQueueMicros()),
          Quantities.micros(model.meanRunMicros()),
          Quantities.number(model.failures() / seconds));
    }
    return table.isEmpty() ? "No model has been asked yet.\n" : table.render() + batches(change);
  }

  /** Sizes of all batches since the start, for models that have run. */
  private static String batches(StatusChange change) {
    TextTable table = TextTable.indented("  ", "", "");
    for (ModelStatistics current : change.now().getModelsList()) {
      if (current.getBatchRowsCountsCount() > 0) {
        table.add(current.getName() + " " + current.getVersion(), sizes(current));
      }
    }
    return table.isEmpty() ? "" : "\nRuns since the start, by rows (at most)\n" + table.render();
  }

  private static String sizes(ModelStatistics model) {
    return model.getBatchRowsCountsMap().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(size -> size.getKey() + ": " + Quantities.count(size.getValue()))
        .collect(Collectors.joining("  "));
  }

  private static String refusals(StatusChange change) {
    TextTable table = TextTable.indented("  ", "REASON", ">NOW/S", ">SINCE START");
    change
        .refusals()
        .forEach(
            (reason, count) ->
                table.add(
                    reason,
                    Quantities.number(change.newRefusals(reason) / change.seconds()),
                    Quantities.count(count)));
    return table.isEmpty() ? "\nNothing refused.\n" : "\nRefused and failed\n" + table.render();
  }
}
