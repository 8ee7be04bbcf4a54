package dev.scorekeeper.server.batching;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.Outcome;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.Rows;
import dev.scorekeeper.server.scoring.ScoredRows;
import dev.scorekeeper.server.scoring.Shape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A request that keeps what it was told, and refuses to be told twice. */
final class FakeTask implements ScoreTask {

  private final Rows rows;
  private final Executor executor;
  private final long deadlineNanos;
  private final AtomicInteger completions = new AtomicInteger();
  private volatile boolean cancelled;
  private volatile @Nullable Outcome outcome;
  private volatile List<float[]> floats = List.of();
  private volatile List<List<String>> strings = List.of();
  private volatile List<Shape> shapes = List.of();
  private volatile Runnable onComplete = () -> {};

  FakeTask(Rows rows, Executor executor) {
    this(rows, executor, Long.MAX_VALUE);
  }

  FakeTask(Rows rows, Executor executor, long deadlineNanos) {
    this.rows = rows;
    this.executor = executor;
    this.deadlineNanos = deadlineNanos;
  }

  void cancel() {
    cancelled = true;
  }

  void onComplete(Runnable action) {
    onComplete = action;
  }

  @Override
  public Rows rows() {
    return rows;
  }

  @Override
  public long deadlineNanos() {
    return deadlineNanos;
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public Executor executor() {
    return executor;
  }

  @Override
  public void complete(Outcome newOutcome) {
    if (completions.incrementAndGet() > 1) {
      throw new IllegalStateException("completed twice");
    }
    if (newOutcome instanceof Outcome.Scored scored) {
      copy(scored.rows());
    }
    outcome = newOutcome;
    onComplete.run();
  }

  private void copy(ScoredRows scored) {
    List<float[]> newFloats = new ArrayList<>();
    List<List<String>> newStrings = new ArrayList<>();
    List<Shape> newShapes = new ArrayList<>();
    for (int o = 0; o < scored.outputs().size(); o++) {
      Shape shape = scored.shape(o);
      newShapes.add(shape);
      List<String> texts = new ArrayList<>();
      float[] values = new float[0];
      if (scored.outputs().get(o).tensor().type() == DataType.STRING) {
        for (int e = 0; e < shape.elementCount(); e++) {
          texts.add(new String(scored.string(o, e), UTF_8));
        }
      } else {
        ByteBuffer data = scored.data(o);
        values = new float[data.remaining() / 4];
        data.asFloatBuffer().get(values);
      }
      newFloats.add(values);
      newStrings.add(texts);
    }
    floats = newFloats;
    strings = newStrings;
    shapes = newShapes;
  }

  int completions() {
    return completions.get();
  }

  boolean isScored() {
    return outcome instanceof Outcome.Scored;
  }

  /** Why it was refused or failed; null while it was not. */
  @Nullable Reason reason() {
    Outcome now = outcome;
    if (now instanceof Outcome.Refused refused) {
      return refused.problem().reason();
    }
    return now instanceof Outcome.Failed failed ? failed.problem().reason() : null;
  }

  String message() {
    Outcome now = outcome;
    if (now instanceof Outcome.Refused refused) {
      return refused.problem().message();
    }
    return now instanceof Outcome.Failed failed ? failed.problem().message() : "";
  }

  /** Elements of a float32 output. */
  float[] floats(int output) {
    return floats.get(output);
  }

  /** Elements of a string output. */
  List<String> strings(int output) {
    return strings.get(output);
  }

  Shape shape(int output) {
    return shapes.get(output);
  }
}
