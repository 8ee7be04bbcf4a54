package dev.scorekeeper.server.batching;

import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.RunResult;
import dev.scorekeeper.server.scoring.ScoredRows;
import dev.scorekeeper.server.scoring.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Some rows of a result, or all of it as it is; a view: valid until the result is closed. */
final class ResultRows implements ScoredRows {

  private final List<OutputSpec> outputs;
  private final RunResult result;
  private final boolean whole;
  private final int resultRows;
  private final int from;
  private final int count;

  private ResultRows(
      List<OutputSpec> outputs,
      RunResult result,
      boolean whole,
      int resultRows,
      int from,
      int count) {
    this.outputs = outputs;
    this.result = result;
    this.whole = whole;
    this.resultRows = resultRows;
    this.from = from;
    this.count = count;
  }

  /** All of the result, whether its outputs have rows or not. */
  static ResultRows whole(List<OutputSpec> outputs, RunResult result) {
    return new ResultRows(outputs, result, true, 0, 0, 0);
  }

  /** Rows {@code from .. from + count} of a result whose outputs have {@code resultRows} each. */
  static ResultRows slice(
      List<OutputSpec> outputs, RunResult result, int resultRows, int from, int count) {
    return new ResultRows(outputs, result, false, resultRows, from, count);
  }

  @Override
  public List<OutputSpec> outputs() {
    return outputs;
  }

  @Override
  public Shape shape(int output) {
    Shape shape = result.shape(output);
    return whole || shape.dim(0) == count ? shape : shape.inner().outer(count);
  }

  @Override
  public ByteBuffer data(int output) {
    ByteBuffer data = result.data(output);
    if (whole) {
      return data;
    }
    int rowBytes = data.limit() / resultRows;
    return data.slice(from * rowBytes, count * rowBytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public byte[] string(int output, long index) {
    long skipped = whole ? 0 : from * result.shape(output).inner().elementCount();
    return result.string(output, skipped + index);
  }
}
