package dev.scorekeeper.server.evaluation.engine;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.evaluation.engine.EvaluationFigures.SliceFigures;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.IntervalMethod;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.SliceLimits;
import dev.scorekeeper.server.evaluation.engine.FigureValue.Absence;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SlicesTest {

  private static final EvaluationQuestion MAE =
      EvaluationQuestion.of(Asking.output("y", "", "mae", "r2_score"));

  @Test
  void figures_crossedColumns_haveASliceForEachCombinationInOrder() throws EvaluationException {
    EvaluationFigures figures =
        figures(
            SliceLimits.DEFAULT,
            List.of(List.of("b", "a"), List.of("a")),
            column("10", "9", null, "9"),
            column("x", "y", "x", "x"),
            1,
            2,
            3,
            4);

    assertThat(figures.slices().stream().map(SliceFigures::columns).distinct())
        .containsExactly(List.of("a", "b"), List.of("a"))
        .inOrder();
    assertThat(figures.slices().stream().map(SliceFigures::keys))
        .containsExactly(
            List.of("9", "x"),
            List.of("9", "y"),
            List.of("10", "x"),
            List.of("<missing>", "x"),
            List.of("9"),
            List.of("10"),
            List.of("<missing>"))
        .inOrder();
    assertThat(figures.slices().get(4).rows()).isEqualTo(2);
    assertThat(Asking.numbers(figures.slices().get(4))).containsEntry("mae", 3.0);
  }

  @Test
  void figures_smallSlice_tellsItsRowsAndNothingElse() throws EvaluationException {
    EvaluationFigures figures =
        figures(
            new SliceLimits(2, 10),
            List.of(List.of("a")),
            column("x", "x", "y", "x"),
            column("", "", "", ""),
            1,
            2,
            3,
            4);

    SliceFigures small = figures.slices().get(1);
    assertThat(small.hidden()).isTrue();
    assertThat(small.rows()).isEqualTo(1);
    assertThat(small.values()).hasSize(2);
    assertThat(small.values().get(0).undefined()).isEqualTo(Absence.SLICE_TOO_SMALL);
    assertThat(small.values().get(0).number()).isNaN();
    assertThat(figures.slices().get(0).hidden()).isFalse();
  }

  @Test
  void add_moreSlicesThanAllowed_isRefusedWithTheSpec() {
    EvaluationException e =
        assertThrows(
            EvaluationException.class,
            () ->
                figures(
                    new SliceLimits(0, 2),
                    List.of(List.of("b"), List.of("a")),
                    column("x", "y", "z", "x"),
                    column("", "", "", ""),
                    1,
                    2,
                    3,
                    4));

    assertThat(e.reason()).isEqualTo(EvaluationReason.TOO_MANY_SLICES);
    assertThat(e.field()).isEqualTo("spec.slices[1]");
  }

  @Test
  void merge_slicesOfAPartition_givesTheWhole() throws EvaluationException {
    Random random = new Random(3);
    RowPool pool = new RowPool(random, 200);
    EvaluationQuestion question =
        Asking.with(
            EvaluationQuestion.of(
                Asking.output("click", "bce", "brier_score"),
                Asking.output("price", "mse", "r2_score")),
            new Policies(
                Policies.DEFAULT.lossNormalizer(),
                Policies.MissingLabels.SKIP,
                Policies.NonFinite.SKIP,
                Policies.UndefinedValues.NAN));
    EvaluationSetup setup =
        Asking.PLANNER.plan(
            Asking.sliced(question, SliceLimits.DEFAULT, List.of(List.of("country", "sex"))),
            List.of(Asking.binary("click"), Asking.real("price")));
    StatePlan plan = new StatePlan(setup.outputs());
    PartState whole = PartState.slice(plan, null);
    PartState sum = PartState.slice(plan, null);
    SliceTable table =
        new SliceTable(
            List.of("country", "sex"),
            setup.sliceColumns(),
            0,
            100,
            () -> PartState.slice(plan, null));
    RowIntake[] intakes =
        setup.outputs().stream()
            .map(output -> new RowIntake(output, setup.question().policies()))
            .toArray(RowIntake[]::new);
    int[] order = new int[200];
    Arrays.setAll(order, i -> i);
    EvaluationChunk chunk = pool.chunk(order, 0, 200);
    for (int i = 0; i < 2; i++) {
      intakes[i].take(chunk, i);
    }
    whole.addAll(intakes, 200);
    for (int row = 0; row < 200; row++) {
      table.part(chunk, row).add(intakes, row);
    }

    table.sorted().forEach(leaf -> sum.merge(leaf.part()));

    ValueReader reader = new ValueReader(plan, setup.question().extraLoss());
    assertThat(table.sorted().size()).isGreaterThan(8);
    assertThat(sum.rows()).isEqualTo(200);
    assertThat(reader.read(sum.states())).isEqualTo(reader.read(whole.states()));
  }

  @Test
  void add_intervalsOfTooManySlices_isRefused() throws EvaluationException {
    EvaluationQuestion question =
        Asking.with(
            Asking.sliced(MAE, new SliceLimits(0, 1000), List.of(List.of("a"))),
            Asking.intervals(IntervalMethod.POISSON_BOOTSTRAP, 10_000));
    EvaluationRun run = Asking.start(question, Asking.real("y"));
    EvaluationChunk chunk = chunk(column("1", "2", "3", "4", "5", "6"), 1, 2, 3, 4, 5, 6);
    chunk.hasExampleIds = true;
    chunk.exampleIds = new long[6];

    EvaluationException e = assertThrows(EvaluationException.class, () -> run.add(chunk));

    assertThat(e.reason()).isEqualTo(EvaluationReason.TOO_LARGE);
    assertThat(e).hasMessageThat().contains("jackknife");
  }

  @Test
  void add_withoutTheColumn_isRefused() throws EvaluationException {
    EvaluationRun run =
        Asking.start(
            Asking.sliced(MAE, SliceLimits.DEFAULT, List.of(List.of("a"))), Asking.real("y"));
    EvaluationChunk chunk = new EvaluationChunk(1, 1);
    Asking.fill(chunk.outputs[0], Asking.doubles(0), new float[] {1});
    chunk.count = 1;

    EvaluationException e = assertThrows(EvaluationException.class, () -> run.add(chunk));

    assertThat(e.reason()).isEqualTo(EvaluationReason.SLICE_COLUMN_MISSING);
    assertThat(e).hasMessageThat().contains("there is no column a");
  }

  private static @Nullable String[] column(@Nullable String... values) {
    return values;
  }

  private static EvaluationChunk chunk(@Nullable String[] column, float... predictions) {
    EvaluationChunk chunk = new EvaluationChunk(1, 1);
    chunk.count = predictions.length;
    Asking.fill(chunk.outputs[0], new double[predictions.length], predictions);
    chunk.slices[0] = column;
    return chunk;
  }

  private static EvaluationFigures figures(
      SliceLimits limits,
      List<List<String>> slices,
      @Nullable String[] a,
      @Nullable String[] b,
      float... predictions)
      throws EvaluationException {
    EvaluationRun run = Asking.start(Asking.sliced(MAE, limits, slices), Asking.real("y"));
    int columns = run.setup().sliceColumns().size();
    EvaluationChunk chunk = new EvaluationChunk(1, columns);
    chunk.count = predictions.length;
    Asking.fill(chunk.outputs[0], new double[predictions.length], predictions);
    chunk.slices[0] = a;
    if (columns > 1) {
      chunk.slices[1] = b;
    }
    run.add(chunk);
    return run.figures();
  }
}
