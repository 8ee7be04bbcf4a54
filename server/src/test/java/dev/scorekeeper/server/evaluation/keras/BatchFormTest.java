package dev.scorekeeper.server.evaluation.keras;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.engine.EvaluationException;
import dev.scorekeeper.server.evaluation.engine.EvaluationReason;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class BatchFormTest {

  private static OutputRows rows(Consumer<OutputRows> change) {
    OutputRows rows = new OutputRows();
    rows.predictionShape = new int[] {3, 2};
    rows.predictionWidth = 6;
    rows.labelWidth = 3;
    rows.weightWidth = 1;
    change.accept(rows);
    return rows;
  }

  private static EvaluationException refused(Consumer<OutputRows> change) {
    BatchForm form = new BatchForm(rows(first -> {}));
    return assertThrows(EvaluationException.class, () -> form.check(rows(change), "a"));
  }

  @Test
  void check_rowsAlike_passes() {
    BatchForm form = new BatchForm(rows(first -> {}));

    assertDoesNotThrow(() -> form.check(rows(more -> more.count = 7), "a"));
  }

  @Test
  void check_anotherShape_namesBoth() {
    EvaluationException e = refused(rows -> rows.predictionShape = new int[] {4, 2});

    assertThat(e.reason()).isEqualTo(EvaluationReason.BAD_LABEL_SHAPE);
    assertThat(e.field()).isEqualTo("labels");
    assertThat(e)
        .hasMessageThat()
        .contains("of shape [3, 2] with 3 labels each, and of shape [4, 2]");
  }

  @Test
  void check_weightsOfSomeRowsAlone_namesThem() {
    EvaluationException e = refused(rows -> rows.weightWidth = 0);

    assertThat(e.reason()).isEqualTo(EvaluationReason.BAD_WEIGHT);
    assertThat(e.field()).isEqualTo("weights");
    assertThat(e).hasMessageThat().contains("1 and 0 elements of weights");
  }

  @Test
  void check_maskOfSomeRowsAlone_namesIt() {
    EvaluationException e = refused(rows -> rows.maskWidth = 3);

    assertThat(e.reason()).isEqualTo(EvaluationReason.BAD_MASK);
    assertThat(e.field()).isEqualTo("masks");
    assertThat(e).hasMessageThat().contains("0 and 3 elements of masks");
  }
}
