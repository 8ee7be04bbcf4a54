package dev.scorekeeper.cli;

import com.google.protobuf.Timestamp;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.v1.ListEvaluationsRequest;
import dev.scorekeeper.v1.Verdict;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which records a command is about. */
final class EvaluationFilterOptions {
  private static final int PAGE_SIZE = 200;

  @Option(names = "--model", paramLabel = "NAME", description = "Only of this model.")
  private String model = "";

  @Option(names = "--model-version", paramLabel = "N", description = "Only of this version.")
  private @Nullable Long version;

  @Option(
      names = "--dataset",
      paramLabel = "NAME[@VERSION]",
      description = "Only on this data set.")
  private String dataset = "";

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Not before: 2026-01-31 or 2026-01-31T12:00:00Z, in UTC.")
  private String since = "";

  @Option(names = "--until", paramLabel = "TIME", description = "Before.")
  private String until = "";

  @Option(
      names = "--verdict",
      paramLabel = "passed|failed|not-gated",
      description = "Only with this verdict.")
  private @Nullable WantedVerdict verdict;

  private enum WantedVerdict {
    PASSED(Verdict.VERDICT_PASSED),
    FAILED(Verdict.VERDICT_FAILED),
    NOT_GATED(Verdict.VERDICT_NOT_GATED);

    private final Verdict wire;

    WantedVerdict(Verdict wire) {
      this.wire = wire;
    }

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /** The question to the server, for the first page. */
  ListEvaluationsRequest request() {
    ListEvaluationsRequest.Builder request =
        ListEvaluationsRequest.newBuilder().setModel(model).setPageSize(PAGE_SIZE);
    if (version != null) {
      request.setVersion(version);
    }
    int at = dataset.lastIndexOf('@');
    request.setDataset(at < 0 ? dataset : dataset.substring(0, at));
    request.setDatasetVersion(at < 0 ? "" : dataset.substring(at + 1));
    if (!since.isEmpty()) {
      request.setStartTime(time("--since", since));
    }
    if (!until.isEmpty()) {
      request.setEndTime(time("--until", until));
    }
    WantedVerdict wanted = verdict;
    if (wanted != null) {
      request.setVerdict(wanted.wire);
    }
    return request.build();
  }

  private static Timestamp time(String option, String text) {
    try {
      Instant instant =
          text.contains("T")
              ? Instant.parse(text)
              : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
      return Timestamp.newBuilder()
          .setSeconds(instant.getEpochSecond())
          .setNanos(instant.getNano())
          .build();
    } catch (DateTimeException e) {
      throw CommandException.misused(
          "%s %s: give a date or a time, such as 2026-01-31 or 2026-01-31T12:00:00Z."
              .formatted(option, text),
          e);
    }
  }
}
