package dev.scorekeeper.server.evaluation.engine;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.evaluation.LossNormalizer;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.IntervalMethod;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.SliceLimits;
import dev.scorekeeper.server.evaluation.engine.Policies.MissingLabels;
import dev.scorekeeper.server.evaluation.engine.Policies.NonFinite;
import dev.scorekeeper.server.evaluation.engine.Policies.UndefinedValues;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * State and figures of a run are functions of the multiset of rows, to the last bit: with slices,
 * intervals and rows that are left out, for any order, cut and merge, written and read between.
 */
final class RunLawTest {

  private static final int POOLS = 50;

  private static final int CUTS_OF_EACH = 20;

  /** Figures are compared for one of so many cuts, states for all. */
  private static final int FIGURES_EACH = 5;

  private static final EvaluationQuestion PLAIN =
      Asking.with(
          EvaluationQuestion.of(
              Asking.weighing(
                  Asking.classWeights(
                      Asking.output("click", "bce", "accuracy", "w:accuracy", "brier_score"),
                      0.1,
                      1.7),
                  0.3),
              Asking.output(
                  "price", "Huber(delta=0.7)", "mae", "RootMeanSquaredError", "r2_score")),
          new Policies(
              LossNormalizer.BY_WEIGHT, MissingLabels.SKIP, NonFinite.SKIP, UndefinedValues.NAN));

  private static final EvaluationQuestion SLICED =
      Asking.sliced(
          PLAIN,
          new SliceLimits(2, 100),
          List.of(List.of("sex", "country"), List.of("country"), List.of("sex")));

  @Test
  void run_anyOrderCutAndMerge_givesTheSameBits() throws Exception {
    for (int seed = 0; seed < POOLS; seed++) {
      check(SLICED, seed, CUTS_OF_EACH);
    }
  }

  @ParameterizedTest
  @EnumSource
  void run_overQueries_givesTheSameBits(IntervalMethod method) throws Exception {
    EvaluationQuestion ranked =
        EvaluationQuestion.of(
            Asking.output("click", "bce", "ndcg", "ndcg(k=2, name='best')", "w:mrr", "map"),
            Asking.output("price", "mse"));
    EvaluationQuestion question =
        Asking.sliced(
            Asking.with(ranked, PLAIN.policies()),
            SliceLimits.DEFAULT,
            List.of(List.of("sex", "country")));
    for (int seed = 0; seed < 10; seed++) {
      check(question, seed, CUTS_OF_EACH);
      check(Asking.with(question, Asking.intervals(method, 7)), seed, 3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void run_withIntervals_givesTheSameBits(IntervalMethod method) throws Exception {
    for (int seed = 0; seed < 10; seed++) {
      check(Asking.with(SLICED, Asking.intervals(method, 7)), seed, 5);
    }
  }

  @Test
  void state_ofAnotherVersion_isRefused() throws Exception {
    EvaluationRun run = start(SLICED);
    byte[] bytes = bytes(run);
    bytes[3]++;

    assertThrows(
        IOException.class,
        () -> start(SLICED).read(new DataInputStream(new ByteArrayInputStream(bytes))));
  }

  @Test
  void states_withFacts_areReadByWhoeverKnowsTheResolvedQuestion() throws Exception {
    RowPool pool = new RowPool(new Random(5), 30);
    EvaluationRun run = start(SLICED);
    run.add(pool.chunk(identity(30), 0, 30));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    EvaluationStates.write(run, new DataOutputStream(out));

    EvaluationRun read =
        EvaluationStates.read(
            Asking.PLANNER,
            run.setup().question(),
            new DataInputStream(new ByteArrayInputStream(out.toByteArray())));

    assertThat(bytes(read)).isEqualTo(bytes(run));
    assertThat(read.figures().values()).isEqualTo(run.figures().values());
    EvaluationRun both = start(SLICED);
    both.merge(read);
    assertThat(both.rows()).isEqualTo(30);
  }

  private static void check(EvaluationQuestion question, long seed, int cuts) throws Exception {
    Random random = new Random(seed);
    RowPool pool = new RowPool(random, 1 + random.nextInt(60));
    EvaluationRun whole = start(question);
    whole.add(pool.chunk(identity(pool.size), 0, pool.size));
    byte[] bytes = bytes(whole);
    EvaluationFigures figures = whole.figures();
    assertThat(bytes(whole)).isEqualTo(bytes);
    for (int i = 0; i < cuts; i++) {
      EvaluationRun cut = cut(question, pool, random);
      assertThat(bytes(cut)).isEqualTo(bytes);
      if (i % FIGURES_EACH == 0) {
        same(cut.figures(), figures);
      }
    }
  }

  private static void same(EvaluationFigures actual, EvaluationFigures expected) {
    assertThat(actual.values()).isEqualTo(expected.values());
    assertThat(actual.slices()).isEqualTo(expected.slices());
    assertThat(actual.outputs()).isEqualTo(expected.outputs());
    assertThat(actual.warnings()).isEqualTo(expected.warnings());
    assertThat(actual.rows()).isEqualTo(expected.rows());
    assertThat(actual.matrices()).hasSize(expected.matrices().size());
    assertThat(actual.curves()).hasSize(expected.curves().size());
  }

  private static EvaluationRun cut(EvaluationQuestion question, RowPool pool, Random random)
      throws Exception {
    int[] order = shuffled(pool.size, random);
    int shards = 1 + random.nextInt(4);
    List<EvaluationRun> runs = new ArrayList<>();
    for (int shard = 0; shard < shards; shard++) {
      EvaluationRun run = start(question);
      int to = (shard + 1) * pool.size / shards;
      for (int from = shard * pool.size / shards; from < to; ) {
        int next = Math.min(to, from + 1 + random.nextInt(9));
        run.add(pool.chunk(order, from, next));
        from = next;
      }
      runs.add(run);
    }
    while (runs.size() > 1) {
      EvaluationRun one = runs.remove(random.nextInt(runs.size()));
      EvaluationRun other = runs.get(random.nextInt(runs.size()));
      other.merge(random.nextBoolean() ? readAgain(question, one) : one);
    }
    return random.nextBoolean() ? readAgain(question, runs.get(0)) : runs.get(0);
  }

  private static EvaluationRun readAgain(EvaluationQuestion question, EvaluationRun run)
      throws Exception {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes(run));
    EvaluationRun read = start(question);
    read.read(new DataInputStream(in));
    assertThat(in.available()).isEqualTo(0);
    return read;
  }

  private static byte[] bytes(EvaluationRun run) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    run.write(new DataOutputStream(out));
    return out.toByteArray();
  }

  private static EvaluationRun start(EvaluationQuestion question) throws EvaluationException {
    return Asking.start(question, Asking.binary("click"), Asking.real("price"));
  }

  private static int[] identity(int size) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    return order;
  }

  private static int[] shuffled(int size, Random random) {
    int[] order = identity(size);
    for (int i = size - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
    return order;
  }
}
