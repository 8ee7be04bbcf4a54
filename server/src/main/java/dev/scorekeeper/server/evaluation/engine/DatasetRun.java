package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.CapacityException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run in DATASET mode: exact sums and counts, so that it merges bit for bit. */
final class DatasetRun implements EvaluationRun {

  /** First in the state; another form of it gets another. */
  private static final int FORM = 2;

  /**
   * Accumulators of all replicates of all parts that there may be: at some 1.5 kB each, less than
   * 200 MB.
   */
  private static final long MOST_REPLICATE_STATES = 120_000;

  private final EvaluationSetup setup;
  private final StatePlan plan;
  private final ValueReader reader;
  private final @Nullable Draw draw;
  private final RowIntake[] intakes;
  private final PartState whole;
  private final List<SliceTable> tables = new ArrayList<>();
  private long parts = 1;

  DatasetRun(EvaluationSetup setup) {
    this.setup = setup;
    EvaluationQuestion question = setup.question();
    this.plan = new StatePlan(setup.outputs());
    this.reader = new ValueReader(plan, question.extraLoss());
    this.draw = question.intervals().map(Draw::new).orElse(null);
    this.intakes =
        setup.outputs().stream()
            .map(output -> new RowIntake(output, question.policies()))
            .toArray(RowIntake[]::new);
    this.whole = PartState.whole(plan, draw);
    for (int i = 0; i < question.slices().size(); i++) {
      tables.add(
          new SliceTable(
              question.slices().get(i),
              setup.sliceColumns(),
              i,
              question.sliceLimits().maxSlices(),
              this::newSlice));
    }
  }

  @Override
  public EvaluationSetup setup() {
    return setup;
  }

  @Override
  public long rows() {
    return whole.rows();
  }

  @Override
  public void add(EvaluationChunk chunk) throws EvaluationException {
    checkParts(chunk);
    for (int i = 0; i < intakes.length; i++) {
      intakes[i].take(chunk, i);
    }
    try {
      whole.addAll(intakes, chunk.count);
      if (draw != null || !tables.isEmpty()) {
        for (int row = 0; row < chunk.count; row++) {
          addParts(chunk, row);
        }
      }
    } catch (CapacityException e) {
      throw tooLarge(e);
    }
  }

  private void addParts(EvaluationChunk chunk, int row) throws EvaluationException {
    if (draw != null) {
      draw.draw(chunk.exampleIds[row]);
      whole.addDrawn(intakes, row);
    }
    for (SliceTable table : tables) {
      PartState part = table.part(chunk, row);
      part.add(intakes, row);
      part.addDrawn(intakes, row);
    }
  }

  private void checkParts(EvaluationChunk chunk) throws EvaluationException {
    if (chunk.outputs.length != intakes.length
        || chunk.slices.length != setup.sliceColumns().size()) {
      throw new IllegalArgumentException("the chunk was made for another setup");
    }
    if (draw != null && !chunk.hasExampleIds) {
      throw new EvaluationException(
          EvaluationReason.EXAMPLE_IDS_MISSING,
          "example_ids",
          "confidence intervals need an id for each row, the same in every evaluation");
    }
    for (int i = 0; i < intakes.length; i++) {
      if (chunk.outputs[i].groups == null && setup.outputs().get(i).needsQueries()) {
        throw new EvaluationException(
            EvaluationReason.QUERY_IDS_MISSING,
            "query_ids",
            "metrics of rankings need the query that each row belongs to");
      }
    }
    for (int i = 0; i < chunk.slices.length; i++) {
      @Nullable Object values = chunk.slices[i];
      if (values == null) {
        throw new EvaluationException(
                EvaluationReason.SLICE_COLUMN_MISSING,
                "slice_columns",
                "there is no column " + setup.sliceColumns().get(i))
            .with("column", setup.sliceColumns().get(i));
      }
    }
  }

  private PartState newSlice() throws EvaluationException {
    parts++;
    if (draw != null && parts * ReplicateStates.size(plan, draw) > MOST_REPLICATE_STATES) {
      throw new EvaluationException(
              EvaluationReason.TOO_LARGE,
              "spec.intervals",
              String.format(
                  "intervals of %d slices with %d replicates would need more than %d states; take fewer"
                      + " slices or replicates, or the jackknife",
                  parts - 1, draw.replicates(), MOST_REPLICATE_STATES))
          .with("slices", parts - 1)
          .with("replicates", draw.replicates())
          .with("limit", MOST_REPLICATE_STATES);
    }
    return PartState.slice(plan, draw);
  }

  @Override
  public void merge(EvaluationRun other) throws EvaluationException {
    if (!(other instanceof DatasetRun that) || !setup.equalTo(that.setup)) {
      throw new IllegalArgumentException("the runs were not asked the same");
    }
    for (int i = 0; i < intakes.length; i++) {
      intakes[i].tally().checkGoesWith(that.intakes[i].tally());
    }
    try {
      whole.merge(that.whole);
      for (int i = 0; i < intakes.length; i++) {
        intakes[i].tally().merge(that.intakes[i].tally());
      }
      for (int i = 0; i < tables.size(); i++) {
        tables.get(i).merge(that.tables.get(i));
      }
    } catch (CapacityException e) {
      throw tooLarge(e);
    }
  }

  private static EvaluationException tooLarge(CapacityException e) {
    return new EvaluationException(EvaluationReason.TOO_LARGE, "", String.valueOf(e.getMessage()));
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeInt(FORM);
    for (RowIntake intake : intakes) {
      intake.tally().write(out);
    }
    whole.write(out);
    for (SliceTable table : tables) {
      table.write(out);
    }
  }

  @Override
  public void read(DataInput in) throws IOException {
    if (in.readInt() != FORM) {
      throw new IOException("a state of another version");
    }
    parts = 1;
    try {
      for (RowIntake intake : intakes) {
        intake.tally().read(in);
      }
      whole.read(in);
      for (RowIntake intake : intakes) {
        if ((intake.tally().weighting() == Weighting.NO_ROWS) != (rows() == 0)) {
          throw new IOException("its rows contradict each other");
        }
      }
      for (SliceTable table : tables) {
        table.read(in);
      }
    } catch (CapacityException | IllegalArgumentException e) {
      throw new IOException("the state is damaged", e);
    }
  }

  @Override
  public List<FigureValue> values() {
    return figureMaker().values(whole, false);
  }

  @Override
  public EvaluationFigures figures() throws EvaluationException {
    if (rows() == 0) {
      throw new EvaluationException(
          EvaluationReason.EMPTY_DATA_SET, "", "there are no rows: nothing can be said");
    }
    return figureMaker().figures(whole, tables, intakes);
  }

  private FigureMaker figureMaker() {
    return new FigureMaker(setup, reader);
  }
}
