package dev.scorekeeper.server.evaluation.engine;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.IntervalMethod;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Metrics of rankings over the queries that rows belong to. */
final class QueriesTest {

  private static final double[] GAINS = {0, 2, 3, 0, 1, 1, 0, 2};

  private static final float[] SCORES = {0.9f, 0.2f, 0.4f, 0.8f, 0.4f, 0.5f, 0.5f, 0.1f};

  /** Three queries, of three, three and two rows; the rows of the last one are tied. */
  private static final long[] QUERIES = {1, 2, 1, 2, 2, 3, 3, 1};

  private static EvaluationQuestion asking(String... metrics) {
    return EvaluationQuestion.of(Asking.output("score", "", metrics));
  }

  /**
   * The expected numbers are means, over the three queries, of {@code ndcg_score} of scikit-learn
   * 1.9.1.
   */
  @Test
  void ndcg_overQueries_isScikitLearns() throws Exception {
    EvaluationRun run =
        Asking.start(asking("ndcg", "ndcg(k=2, name='best')"), Asking.real("score"));
    run.add(chunk(QUERIES));

    Map<String, Double> numbers = Asking.numbers(run.figures());

    assertThat(numbers.get("ndcg")).isWithin(1e-12).of(0.7047111131766567);
    assertThat(numbers.get("best")).isWithin(1e-12).of(0.4998000699342193);
  }

  @Test
  void ndcg_rowsWithoutQueries_areRefused() throws Exception {
    EvaluationRun run = Asking.start(asking("mae", "ndcg"), Asking.real("score"));
    EvaluationChunk chunk = chunk(QUERIES);
    chunk.outputs[0].groups = null;

    EvaluationException e = assertThrows(EvaluationException.class, () -> run.add(chunk));

    assertThat(e.reason()).isEqualTo(EvaluationReason.QUERY_IDS_MISSING);
    assertThat(e.field()).isEqualTo("query_ids");
  }

  @Test
  void needsQueries_byWhatIsAsked() throws Exception {
    assertThat(plan(asking("mrr"), Asking.real("score")).needsQueries()).isTrue();
    assertThat(plan(asking("map()"), Asking.real("score")).needsQueries()).isTrue();
    assertThat(plan(asking("mae"), Asking.real("score")).needsQueries()).isFalse();
    // A row of several scores is a ranking of its own.
    assertThat(plan(asking("ndcg"), Asking.classes("score", 3)).needsQueries()).isFalse();
  }

  /** Where queries are the ids of examples, queries are left out as a whole. */
  @Test
  void jackknife_byQuery_leavesWholeQueriesOut() throws Exception {
    EvaluationQuestion question =
        Asking.with(asking("ndcg"), Asking.intervals(IntervalMethod.JACKKNIFE, 2));
    EvaluationRun run = Asking.start(question, Asking.real("score"));
    EvaluationChunk chunk = chunk(QUERIES);
    chunk.hasExampleIds = true;
    chunk.exampleIds = QUERIES;
    run.add(chunk);

    FigureValue value = run.figures().values().get(0);

    assertThat(value.number()).isWithin(1e-12).of(0.7047111131766567);
    assertThat(value.interval()).isPresent();
  }

  private static EvaluationSetup plan(EvaluationQuestion question, OutputFacts facts)
      throws EvaluationException {
    return Asking.start(question, facts).setup();
  }

  private static EvaluationChunk chunk(long[] queries) {
    EvaluationChunk chunk = Asking.chunk(GAINS, SCORES);
    chunk.outputs[0].groups = queries;
    return chunk;
  }
}
