package dev.scorekeeper.server.pipeline;

import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.ScoredRows;
import dev.scorekeeper.server.scoring.Shape;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The outputs of a run as the request wants them: chosen, in its order, and without the batch
 * dimension when it sent a single example. Valid as long as what it views.
 */
final class AnswerRows implements ScoredRows {

  private final ScoredRows rows;
  private final OutputChoice choice;
  private final boolean singleExample;

  AnswerRows(ScoredRows rows, OutputChoice choice, boolean singleExample) {
    this.rows = rows;
    this.choice = choice;
    this.singleExample = singleExample;
  }

  @Override
  public List<OutputSpec> outputs() {
    return choice.outputs();
  }

  @Override
  public Shape shape(int output) {
    Shape shape = rows.shape(choice.position(output));
    return singleExample && shape.rank() > 0 ? shape.inner() : shape;
  }

  @Override
  public ByteBuffer data(int output) {
    return rows.data(choice.position(output));
  }

  @Override
  public byte[] string(int output, long index) {
    return rows.string(choice.position(output), index);
  }
}
