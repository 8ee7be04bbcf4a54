package dev.scorekeeper.server.records;

import dev.scorekeeper.v1.Evaluation;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table {@code evaluation}: what a record is looked up by.
 *
 * @param requestId null when the record has none
 */
record EvaluationRow(
    String id,
    long createMicros,
    @Nullable String requestId,
    String modelName,
    long modelVersion,
    String modelDigest,
    String datasetName,
    String datasetVersion,
    String datasetDigest,
    long rowCount,
    String mode,
    String verdict) {

  static final String COLUMNS =
      "id, create_time_us, request_id, model_name, model_version, model_digest, dataset_name,"
          + " dataset_version, dataset_digest, row_count, mode, verdict";

  static EvaluationRow of(Evaluation evaluation) {
    String requestId = evaluation.getSpec().getRequestId();
    return new EvaluationRow(
        evaluation.getId(),
        Times.micros(Times.instant(evaluation.getCreateTime())),
        requestId.isEmpty() ? null : SqlText.key(requestId),
        SqlText.key(evaluation.getModel().getName()),
        evaluation.getModel().getVersion(),
        SqlText.key(evaluation.getModelIdentity().getDigest()),
        SqlText.key(evaluation.getDataset().getName()),
        SqlText.key(evaluation.getDataset().getVersion()),
        SqlText.key(evaluation.getDataset().getDigest()),
        evaluation.getDataset().getRowCount(),
        evaluation.getSpec().getMode().toString(),
        evaluation.getVerdict().toString());
  }

  /** The row that a result of {@link #COLUMNS} stands at. */
  static EvaluationRow read(ResultSet row) throws SQLException {
    return new EvaluationRow(
        row.getString(1),
        row.getLong(2),
        row.getString(3),
        row.getString(4),
        row.getLong(5),
        row.getString(6),
        row.getString(7),
        row.getString(8),
        row.getString(9),
        row.getLong(10),
        row.getString(11),
        row.getString(12));
  }

  /** Sets the parameters of {@link #COLUMNS}, from number {@code first} on. */
  void bind(PreparedStatement statement, int first) throws SQLException {
    statement.setString(first, id);
    statement.setLong(first + 1, createMicros);
    statement.setString(first + 2, requestId);
    statement.setString(first + 3, modelName);
    statement.setLong(first + 4, modelVersion);
    statement.setString(first + 5, modelDigest);
    statement.setString(first + 6, datasetName);
    statement.setString(first + 7, datasetVersion);
    statement.setString(first + 8, datasetDigest);
    statement.setLong(first + 9, rowCount);
    statement.setString(first + 10, mode);
    statement.setString(first + 11, verdict);
  }
}
