package dev.scorekeeper.server.batching;

import dev.scorekeeper.server.batching.BatchingConfig.LaneChoice;
import dev.scorekeeper.server.batching.BatchingReport.Lane;
import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.Layout;
import dev.scorekeeper.server.scoring.Program;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.scoring.Signature;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** How one signature is batched: what its rows allow, what runs cost, and what was configured. */
final class SignaturePlan {

  /** Rows of a batch while nothing has been measured. */
  private static final int UNMEASURED_ROWS = 64;

  /** A lane is left only when the cost is that far beyond the limit, or below it. */
  private static final double HYSTERESIS = 1.5;

  /** A model suits the loop lane when a batch of this size does. */
  private static final int TYPICAL_LOOP_ROWS = 8;

  /** Most bytes that a block for several rows may take. */
  static final long MOST_BLOCK_BYTES = 64L << 20;

  /** What the least string takes, header and reference. */
  private static final int STRING_BYTES = 24;

  private final Signature signature;
  private final BatchingConfig config;
  private final Padding padding;
  private final CostCurve curve = new CostCurve();
  private final Exploration exploration = new Exploration();
  private final AtomicInteger queuedRows = new AtomicInteger();
  private volatile Verdict verdict;

  /** A single row gets company, so that it gives the same bits as among others. */
  private volatile boolean pairing;

  /** Where the last request went: most go there again. Racy on purpose. */
  private volatile @Nullable Recent recent;

  private record Recent(Program program, Layout layout, RunGroup group) {}

  private volatile Lane lane;

  SignaturePlan(Signature signature, BatchingConfig config, Padding padding) {
    this.signature = signature;
    this.config = config;
    this.padding = padding;
    this.verdict = Verdict.apart("not checked yet");
    this.lane = Lane.WORKER;
    pairSingleRows(false);
    chooseLane();
  }

  Signature signature() {
    return signature;
  }

  BatchingConfig config() {
    return config;
  }

  Padding padding() {
    return padding;
  }

  CostCurve curve() {
    return curve;
  }

  Verdict verdict() {
    return verdict;
  }

  void decide(Verdict newVerdict) {
    verdict = newVerdict;
  }

  /** Takes what the load-time check found into account, unless the configuration says otherwise. */
  final void pairSingleRows(boolean aloneDiffers) {
    pairing =
        config.allowedRows().isEmpty()
            && config.maxRows() != 1
            && switch (config.pairSingleRows()) {
              case AUTO -> aloneDiffers;
              case ALWAYS -> true;
              case NEVER -> false;
            };
  }

  /** Rows in the worker lane's queues. */
  AtomicInteger queuedRows() {
    return queuedRows;
  }

  /** The group of the last request when it had this very program and layout, else null. */
  @SuppressWarnings("ReferenceEquality") // equal ones that are other objects are looked up
  @Nullable RunGroup recentGroup(Program program, Layout layout) {
    Recent last = recent;
    return last != null && last.program() == program && last.layout() == layout
        ? last.group()
        : null;
  }

  void remember(Program program, Layout layout, RunGroup group) {
    recent = new Recent(program, layout, group);
  }

  void forgetRecent() {
    recent = null;
  }

  long predictNanos(int rows) {
    return curve.fit().predictNanos(padded(rows));
  }

  /** Size of a run of so many rows: the least allowed one, two for a row that gets company. */
  int padded(int rows) {
    if (rows == 1 && pairing && verdict.independent()) {
      return 2;
    }
    if (verdict.independent()) {
      for (int allowed : config.allowedRows()) {
        if (allowed >= rows) {
          return rows == 0 ? 0 : allowed;
        }
      }
    }
    return rows;
  }

  /** Most rows in a run, whatever their layout. */
  int maxRows() {
    int wanted = config.maxRows() > 0 ? config.maxRows() : curve.fit().bestRows(UNMEASURED_ROWS);
    if (config.allowedRows().isEmpty()) {
      return wanted;
    }
    int best = config.allowedRows().get(0);
    for (int allowed : config.allowedRows()) {
      best = allowed <= wanted ? allowed : best;
    }
    return best;
  }

  /** Most rows of this layout in a run. */
  int maxRows(Layout layout) {
    return Math.min(maxRows(), mostRowsInMemory(layout));
  }

  /**
   * Most rows of the batch that is opened now: those of the best batch, but now and then others, so
   * that the cost of sizes that are not in use does not stay what it once was.
   */
  int nextMaxRows(Layout layout) {
    int limit = maxRows(layout);
    return hasFreeSize()
        ? Math.min(exploration.next(limit, curve.fit()), mostRowsInMemory(layout))
        : limit;
  }

  private boolean hasFreeSize() {
    return config.maxRows() == 0 && config.allowedRows().isEmpty();
  }

  /**
   * Most rows of one request in a run: those of the best batch, or more where runs of known cost
   * that are short enough for a network thread cost less so altogether. Now and then others, as in
   * {@link #nextMaxRows}.
   */
  int pieceRows(Layout layout, int count) {
    int limit = maxRows(layout);
    if (count <= limit) {
      return limit;
    }
    int next = nextMaxRows(layout);
    if (next != limit || !hasFreeSize()) {
      return next;
    }
    CostFit fit = curve.fit();
    int most = Math.min(fit.mostRows(), mostRowsInMemory(layout));
    int chosen = limit;
    double least = cost(fit, count, limit);
    for (long rows = 2L * limit; rows / 2 < count && rows / 2 < most; rows *= 2) {
      int size = (int) Math.min(rows, Math.min(count, most));
      double cost = cost(fit, count, size);
      if (cost < least && suitsLoop(fit.predictNanos(size))) {
        chosen = size;
        least = cost;
      }
    }
    return chosen;
  }

  /** Predicted nanoseconds of all runs of a request of {@code count} rows, {@code size} in each. */
  private static double cost(CostFit fit, int count, int size) {
    int full = count / size;
    int rest = count % size;
    double nanos = 1.0 * full * fit.predictNanos(size);
    return rest == 0 ? nanos : nanos + fit.predictNanos(rest);
  }

  /** Most rows of this layout in a block, {@code >= 1}. */
  int mostRowsInMemory(Layout layout) {
    long rowBytes = 0;
    for (int i = 0; i < layout.inputCount(); i++) {
      rowBytes +=
          layout.types().get(i) == DataType.STRING
              ? layout.elementsPerRow(i) * STRING_BYTES
              : layout.bytesPerRow(i);
    }
    return (int) Math.max(1, Math.min(1 << 16, MOST_BLOCK_BYTES / Math.max(1, rowBytes)));
  }

  /** Where runs take place at present. */
  Lane lane() {
    return lane;
  }

  /** Takes a run into account, and chooses the lane anew. */
  void observe(int rows, long nanos) {
    curve.observe(rows, nanos);
    chooseLane();
  }

  /** Chooses the lane by the cost that is known now. */
  final void chooseLane() {
    Lane chosen = choose();
    if (chosen != lane) {
      lane = chosen;
    }
  }

  private Lane choose() {
    CostFit fit = curve.fit();
    if (config.lane() == LaneChoice.WORKER || !config.maxWait().isZero() || signature.stateful()) {
      return Lane.WORKER;
    }
    if (config.lane() == LaneChoice.LOOP) {
      return Lane.LOOP;
    }
    if (!fit.isKnown()) {
      return Lane.WORKER;
    }
    double cost = fit.predictNanos(padded(Math.min(TYPICAL_LOOP_ROWS, maxRows())));
    double limit = config.loopRunLimit().toNanos();
    return cost <= (lane == Lane.LOOP ? limit * HYSTERESIS : limit) ? Lane.LOOP : Lane.WORKER;
  }

  /** True when a run of so many rows is predicted to be short enough for a network thread. */
  boolean suitsLoop(long predictedNanos) {
    return predictedNanos <= config.loopRunLimit().toNanos();
  }

  /** What people are told. */
  BatchingReport report() {
    CostFit fit = curve.fit();
    Verdict now = verdict;
    int best = maxRows();
    return new BatchingReport(
        now.shared(),
        now.reason(),
        fit.isKnown() ? lane : Lane.UNMEASURED,
        fit.fixedMicros(),
        fit.rowMicros(),
        best,
        best,
        fit.points());
  }

  /** True when an output is not known to have the rows as its leading dimension. */
  static boolean lacksRows(Shape shape, int rows) {
    return shape.rank() == 0 || shape.dim(0) != rows;
  }
}
