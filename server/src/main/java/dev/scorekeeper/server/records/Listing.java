package dev.scorekeeper.server.records;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationMode;
import dev.scorekeeper.v1.EvaluationSummary;
import dev.scorekeeper.v1.Verdict;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Reads a page of records in short. */
final class Listing {

  /** So many bytes make a page, however few records they are: a client takes 4 MiB at most. */
  private static final int FULL_PAGE_BYTES = 2 << 20;

  private final List<String> conditions = new ArrayList<>();
  private final List<Object> parameters = new ArrayList<>();

  private Listing(RecordFilter filter, long before) {
    add("e.position < ?", before);
    text("e.model_name = ?", filter.model());
    filter.version().ifPresent(version -> add("e.model_version = ?", version));
    text("e.dataset_name = ?", filter.dataset());
    text("e.dataset_version = ?", filter.datasetVersion());
    filter.start().ifPresent(start -> add("e.create_time_us >= ?", Times.microsUp(start)));
    filter.end().ifPresent(end -> add("e.create_time_us < ?", Times.microsUp(end)));
    if (filter.verdict() != Verdict.VERDICT_UNSPECIFIED) {
      add("e.verdict = ?", filter.verdict().name());
    }
  }

  private void text(String condition, String value) {
    if (!value.isEmpty()) {
      add(condition, SqlText.key(value));
    }
  }

  private void add(String condition, Object parameter) {
    conditions.add(condition);
    parameters.add(parameter);
  }

  static RecordPage page(Connection connection, RecordFilter filter, int size, long before)
      throws SQLException {
    Listing listing = new Listing(filter, before);
    try (PreparedStatement select = connection.prepareStatement(listing.sql())) {
      // A few at a time: a page of large records would not fit into memory at once.
      select.setFetchSize(8);
      int index = 1;
      for (Object parameter : listing.parameters) {
        select.setObject(index++, parameter);
      }
      select.setInt(index, Math.addExact(size, 1));
      try (ResultSet row = select.executeQuery()) {
        return read(row, size);
      }
    }
  }

  private String sql() {
    return "SELECT "
        + ChainTable.COLUMNS
        + " FROM evaluation e JOIN chain c ON c.position = e.position WHERE "
        + String.join(" AND ", conditions)
        + " ORDER BY e.position DESC LIMIT ?";
  }

  private static RecordPage read(ResultSet row, int size) throws SQLException {
    List<EvaluationSummary> page = new ArrayList<>();
    long bytes = 0;
    long last = 0;
    while (row.next()) {
      if (page.size() == size || bytes >= FULL_PAGE_BYTES) {
        return new RecordPage(page, OptionalLong.of(last));
      }
      Entry entry = ChainTable.read(row);
      EvaluationSummary summary = summary(entry);
      page.add(summary);
      bytes += summary.getSerializedSize();
      last = entry.position();
    }
    return new RecordPage(page, OptionalLong.empty());
  }

  /** Of a broken record, its id alone: one of them must not hide the others. */
  private static EvaluationSummary summary(Entry entry) {
    try {
      return summary(entry.evaluation());
    } catch (InvalidProtocolBufferException e) {
      return EvaluationSummary.newBuilder().setId(entry.id()).build();
    }
  }

  private static EvaluationSummary summary(Evaluation evaluation) {
    EvaluationMode mode = evaluation.getSpec().getMode();
    return EvaluationSummary.newBuilder()
        .setId(evaluation.getId())
        .setCreateTime(evaluation.getCreateTime())
        .setModel(evaluation.getModel().getName())
        .setVersion(evaluation.getModel().getVersion())
        .setDataset(evaluation.getDataset().getName())
        .setDatasetVersion(evaluation.getDataset().getVersion())
        .setRowCount(evaluation.getDataset().getRowCount())
        .setModeValue(mode == EvaluationMode.UNRECOGNIZED ? 0 : mode.getNumber())
        .setVerdictValue(evaluation.getVerdictValue())
        .addAllValues(evaluation.getValuesList())
        .build();
  }
}
