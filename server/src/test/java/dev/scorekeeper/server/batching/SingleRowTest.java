package dev.scorekeeper.server.batching;

import static com.google.common.truth.Truth.assertThat;

import dev.scorekeeper.server.batching.BatchingConfig.LaneChoice;
import dev.scorekeeper.server.batching.BatchingConfig.Pairing;
import dev.scorekeeper.server.batching.BatchingConfig.Sharing;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.scoring.Signature;
import dev.scorekeeper.server.testing.FakeModel;
import dev.scorekeeper.server.testing.FakeTensor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A row alone gets company where its last bits depend on that. */
final class SingleRowTest {

  /** {@code y = 3 x}, the last bit apart when a row is alone: as kernels for single rows do. */
  private static FakeModel roundingAlone() {
    return new FakeModel()
        .signature(
            Signature.DEFAULT_NAME,
            List.of(FakeModel.floats("x", -1, 1)),
            List.of(FakeModel.floats("y", -1, 1)),
            false,
            in -> {
              float[] x = in.floats(0);
              for (int i = 0; i < x.length; i++) {
                boolean rounded = x.length == 1 && x[i] != 0;
                x[i] = rounded ? Math.nextUp(3 * x[i]) : 3 * x[i];
              }
              return Map.of("y", FakeTensor.floats(in.shape(0), x));
            });
  }

  private static BatchingConfig config(int maxRows, List<Integer> allowed, Pairing pairing) {
    return new BatchingConfig(
        maxRows,
        Duration.ZERO,
        allowed,
        LaneChoice.WORKER,
        Duration.ofNanos(150_000),
        Sharing.AUTO,
        Map.of(),
        pairing);
  }

  private static void check(FakeModel model, BatchingConfig config, int rowsInRun, float answer) {
    BatchingFixture fixture = BatchingFixture.of(model, config);
    FakeTask task = fixture.submit(1, 5);
    fixture.settle();

    assertThat(task.shape(0)).isEqualTo(Shape.of(1, 1));
    assertThat(task.floats(0)).usingExactEquality().containsExactly(answer);
    assertThat(fixture.model.runs()).hasSize(1);
    assertThat(fixture.model.runs().get(0)).hasSize(rowsInRun);
    fixture.close();
  }

  @Test
  void submit_oneRowThatDiffersAlone_runsWithACopyAndAnswersOneRow() {
    check(roundingAlone(), config(8, List.of(), Pairing.AUTO), 2, 15);
  }

  @Test
  void submit_oneRowThatDiffersAlone_runsAloneWhenTold() {
    check(roundingAlone(), config(8, List.of(), Pairing.NEVER), 1, Math.nextUp(15f));
    check(roundingAlone(), config(8, List.of(1, 4), Pairing.AUTO), 1, Math.nextUp(15f));
    check(roundingAlone(), config(1, List.of(), Pairing.ALWAYS), 1, Math.nextUp(15f));
  }

  @Test
  void submit_oneRowThatIsTheSameAlone_runsAloneUnlessTold() {
    FakeModel model =
        new FakeModel()
            .signature(
                Signature.DEFAULT_NAME,
                List.of(FakeModel.floats("x", -1, 1)),
                List.of(FakeModel.floats("y", -1, 1)),
                false,
                in -> Map.of("y", FakeTensor.floats(in.shape(0), in.floats(0))));
    check(model, config(8, List.of(), Pairing.AUTO), 1, 5);
  }

  @Test
  void submit_twoRowsThatDifferAlone_needNoCompany() {
    BatchingFixture fixture =
        BatchingFixture.of(roundingAlone(), config(8, List.of(), Pairing.AUTO));
    fixture.submit(2, 5, 6);
    fixture.settle();

    assertThat(fixture.model.runs()).containsExactly(List.of(5f, 6f));
    fixture.close();
  }

  @Test
  void prepare_oneRowThatDiffersAlone_knowsNoCostOfRunsThatNeverCome() {
    FakeModel model = roundingAlone();
    BatchingFixture fixture = new BatchingFixture(model, config(0, List.of(), Pairing.AUTO));
    // A row alone would be the cheapest of all.
    model.beforeRun(rows -> fixture.now.addAndGet(rows == 1 ? 1_000 : 500_000L * rows));
    org.junit.jupiter.api.Assertions.assertDoesNotThrow(fixture.batcher::prepare);

    BatchingReport report = fixture.batcher.report(Signature.DEFAULT_NAME);

    assertThat(report.curve().get(0).rows()).isEqualTo(2);
    assertThat(report.bestRows()).isAtLeast(2);
    fixture.close();
  }
}
