package dev.scorekeeper.server.batching;

import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.RunResult;
import dev.scorekeeper.server.scoring.ScoredRows;
import dev.scorekeeper.server.scoring.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Some rows of a result, or all of it as it is; a view: valid until the result is closed. */
final class ResultRows implements ScoredRows {

  private final List<OutputSpec> outputs;
  private final RunResult result;
  private final @Nullable RowShapes shapes;
  private final int resultRows;
  private final int from;
  private final int count;

  private ResultRows(
      List<OutputSpec> outputs,
      RunResult result,
      @Nullable RowShapes shapes,
      int resultRows,
      int from,
      int count) {
    this.outputs = outputs;
    this.result = result;
    this.shapes = shapes;
    this.resultRows = resultRows;
    this.from = from;
    this.count = count;
  }

  /** All of the result, whether its outputs have rows or not. */
  static ResultRows whole(List<OutputSpec> outputs, RunResult result) {
    return new ResultRows(outputs, result, null, 0, 0, 0);
  }

  /**
   * Rows {@code from .. from + count} of a result whose outputs have {@code resultRows} each.
   *
   * @param shapes of the same outputs
   */
  static ResultRows slice(
      List<OutputSpec> outputs,
      RunResult result,
      RowShapes shapes,
      int resultRows,
      int from,
      int count) {
    return new ResultRows(outputs, result, shapes, resultRows, from, count);
  }

  @Override
  public List<OutputSpec> outputs() {
    return outputs;
  }

  @Override
  public Shape shape(int output) {
    Shape shape = result.shape(output);
    return shapes == null ? shape : shapes.of(output, shape, count);
  }

  @Override
  public ByteBuffer data(int output) {
    ByteBuffer data = result.data(output);
    if (shapes == null) {
      return data;
    }
    int rowBytes = data.limit() / resultRows;
    return data.slice(from * rowBytes, count * rowBytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public int byteLength(int output) {
    int whole = result.byteLength(output);
    return shapes == null ? whole : whole / resultRows * count;
  }

  @Override
  public void read(int output, int start, byte[] target, int at, int length) {
    Objects.checkFromIndexSize(start, length, byteLength(output));
    int skipped = shapes == null ? 0 : result.byteLength(output) / resultRows * from;
    result.read(output, skipped + start, target, at, length);
  }

  @Override
  public byte[] string(int output, long index) {
    long skipped = shapes == null ? 0 : from * result.shape(output).inner().elementCount();
    return result.string(output, skipped + index);
  }
}
