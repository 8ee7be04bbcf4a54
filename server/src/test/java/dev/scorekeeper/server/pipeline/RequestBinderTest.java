package dev.scorekeeper.server.pipeline;

import static com.google.common.truth.Truth.assertThat;
import static dev.scorekeeper.server.scoring.DataType.FLOAT32;
import static dev.scorekeeper.server.scoring.DataType.INT32;
import static dev.scorekeeper.server.scoring.DataType.STRING;
import static dev.scorekeeper.server.scoring.Shape.UNKNOWN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.InputTensor;
import dev.scorekeeper.server.scoring.OutputKind;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.scoring.Signature;
import dev.scorekeeper.server.scoring.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RequestBinderTest {

  private static final RequestBinder IMAGE = binder(input("image", FLOAT32, UNKNOWN, 8, 8, 1));

  private static final RequestBinder TWO =
      binder(input("chemistry", FLOAT32, UNKNOWN, 7), input("colour", FLOAT32, UNKNOWN, 5));

  private static TensorSpec input(String name, DataType type, long... dims) {
    return new TensorSpec(name, type, Shape.of(dims));
  }

  private static RequestBinder binder(TensorSpec... inputs) {
    TensorSpec output = new TensorSpec("y", FLOAT32, Shape.of(UNKNOWN, 1));
    return new RequestBinder(
        new Signature(
            "serving_default",
            List.of(inputs),
            List.of(new OutputSpec(output, OutputKind.VALUE, "test")),
            false));
  }

  private static Problem refusal(
      RequestBinder binder, boolean singleExample, InputTensor... inputs) {
    return assertThrows(ProblemException.class, () -> binder.bind(List.of(inputs), singleExample))
        .problem();
  }

  @Test
  void bind_inputsInAnotherOrder_rowsInTheSignaturesOrder() throws ProblemException {
    BoundRows rows =
        TWO.bind(
            List.of(FakeInput.floats("colour", 100, 2, 5), FakeInput.floats("chemistry", 0, 2, 7)),
            false);

    assertThat(rows.count()).isEqualTo(2);
    assertThat(rows.layout().shapes()).containsExactly(Shape.of(7), Shape.of(5)).inOrder();
    assertThat(rows.layout().perRow()).isTrue();
    assertThat(rows.byteLength()).isEqualTo(2 * (7 + 5) * 4);
    ByteBuffer target = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    rows.read(1, 5 * 4, target);
    assertThat(target.flip().order(ByteOrder.LITTLE_ENDIAN).getFloat()).isEqualTo(105f);
  }

  @Test
  void bind_sameShapesAgain_sameLayout() throws ProblemException {
    List<InputTensor> first = List.of(FakeInput.floats("image", 0, 3, 8, 8, 1));
    List<InputTensor> second = List.of(FakeInput.floats("image", 0, 1, 8, 8, 1));
    assertThat(IMAGE.bind(first, false).layout())
        .isSameInstanceAs(IMAGE.bind(second, false).layout());
  }

  @Test
  void bind_singleExample_oneRowOfTheSameLayout() throws ProblemException {
    BoundRows single = IMAGE.bind(List.of(FakeInput.floats("image", 0, 8, 8, 1)), true);
    BoundRows batch = IMAGE.bind(List.of(FakeInput.floats("image", 0, 1, 8, 8, 1)), false);
    assertThat(single.count()).isEqualTo(1);
    assertThat(single.layout()).isEqualTo(batch.layout());
  }

  /**
   * A request like one before is not looked at as closely; what differs must be seen all the same.
   */
  @Test
  void bind_almostLikeTheOneBefore_refusedAsAlways() throws ProblemException {
    FakeInput chemistry = FakeInput.floats("chemistry", 0, 2, 7);
    FakeInput colour = FakeInput.floats("colour", 0, 2, 5);
    RequestBinder fresh =
        binder(input("chemistry", FLOAT32, UNKNOWN, 7), input("colour", FLOAT32, UNKNOWN, 5));
    fresh.bind(List.of(chemistry, colour), false);

    assertThat(refusal(fresh, false, chemistry).reason()).isEqualTo(Reason.INPUT_MISSING);
    assertThat(refusal(fresh, false, chemistry, FakeInput.floats("color", 0, 2, 5)).reason())
        .isEqualTo(Reason.INPUT_UNKNOWN);
    assertThat(refusal(fresh, false, chemistry, colour, colour).reason())
        .isEqualTo(Reason.INPUT_REPEATED);
    assertThat(refusal(fresh, false, chemistry, FakeInput.floats("colour", 0, 3, 5)).reason())
        .isEqualTo(Reason.INPUT_ROWS_DISAGREE);
    assertThat(refusal(fresh, false, chemistry, FakeInput.floats("colour", 0, 2, 4)).reason())
        .isEqualTo(Reason.INPUT_SHAPE_MISMATCH);
    assertThat(refusal(fresh, false, chemistry, FakeInput.floats("colour", 0, 2, 5, 1)).reason())
        .isEqualTo(Reason.INPUT_RANK_MISMATCH);
    assertThat(refusal(fresh, false, chemistry, FakeInput.empty("colour", INT32, 2, 5)).reason())
        .isEqualTo(Reason.INPUT_TYPE_MISMATCH);
    assertThat(refusal(fresh, true, chemistry, colour).reason())
        .isEqualTo(Reason.INPUT_RANK_MISMATCH);
  }

  @Test
  void bind_likeTheOneBeforeWithOtherRows_countsThem() throws ProblemException {
    for (int rows : new int[] {2, 1, 0, 3, 0, 5}) {
      BoundRows bound =
          TWO.bind(
              List.of(
                  FakeInput.floats("chemistry", 0, rows, 7),
                  FakeInput.floats("colour", 0, rows, 5)),
              false);

      assertThat(bound.count()).isEqualTo(rows);
      assertThat(bound.layout().shapes()).containsExactly(Shape.of(7), Shape.of(5)).inOrder();
      assertThat(bound.byteLength()).isEqualTo(rows * (7 + 5) * 4);
    }
  }

  @Test
  void bind_strings_bytesCounted() throws ProblemException {
    RequestBinder binder = binder(input("text", STRING, UNKNOWN, 1));
    BoundRows rows =
        binder.bind(
            List.of(
                FakeInput.strings(
                    "text", Shape.of(2, 1), "ab".getBytes(UTF_8), new byte[] {(byte) 0xff})),
            false);
    assertThat(rows.byteLength()).isEqualTo(3);
    assertThat(rows.string(0, 1)).isEqualTo(new byte[] {(byte) 0xff});
  }

  @Test
  void bind_noRows_zeroRows() throws ProblemException {
    assertThat(IMAGE.bind(List.of(FakeInput.floats("image", 0, 0, 8, 8, 1)), false).count())
        .isEqualTo(0);
  }

  @Test
  void bind_signatureWithoutBatchDimension_tensorAsItIs() throws ProblemException {
    RequestBinder binder = binder(input("matrix", FLOAT32, 2, UNKNOWN));
    BoundRows rows = binder.bind(List.of(FakeInput.floats("matrix", 0, 2, 3)), false);
    assertThat(rows.count()).isEqualTo(1);
    assertThat(rows.layout().perRow()).isFalse();
    assertThat(rows.layout().shapes()).containsExactly(Shape.of(2, 3));
  }

  @Test
  void bind_noInputs_missing() {
    Problem problem = refusal(TWO, false, FakeInput.floats("colour", 0, 1, 5));
    assertThat(problem.reason()).isEqualTo(Reason.INPUT_MISSING);
    assertThat(problem.field()).isEqualTo("inputs");
    assertThat(problem.message()).contains("'chemistry' (float32 [?, 7])");
    assertThat(problem.details()).containsEntry("expected", "chemistry, colour");
  }

  @Test
  void bind_misnamedInput_unknown() {
    Problem problem = refusal(IMAGE, false, FakeInput.floats("img", 0, 1, 8, 8, 1));
    assertThat(problem.reason()).isEqualTo(Reason.INPUT_UNKNOWN);
    assertThat(problem.field()).isEqualTo("inputs[0].name");
    assertThat(problem.message()).contains("its inputs are: image");
  }

  @Test
  void bind_extraInput_unknown() {
    Problem problem =
        refusal(
            IMAGE,
            false,
            FakeInput.floats("image", 0, 1, 8, 8, 1),
            FakeInput.floats("mask", 0, 1).at("inputs[1]"));
    assertThat(problem.reason()).isEqualTo(Reason.INPUT_UNKNOWN);
    assertThat(problem.field()).isEqualTo("inputs[1].name");
  }

  @Test
  void bind_inputTwice_repeated() {
    FakeInput image = FakeInput.floats("image", 0, 1, 8, 8, 1);
    Problem problem = refusal(IMAGE, false, image, image.at("inputs[1]"));
    assertThat(problem.reason()).isEqualTo(Reason.INPUT_REPEATED);
    assertThat(problem.field()).isEqualTo("inputs[1].name");
  }

  @Test
  void bind_wrongType_typeMismatch() {
    Problem problem = refusal(IMAGE, false, FakeInput.empty("image", INT32, 1, 8, 8, 1));
    assertThat(problem.reason()).isEqualTo(Reason.INPUT_TYPE_MISMATCH);
    assertThat(problem.field()).isEqualTo("inputs[0].dtype");
    assertThat(problem.message()).contains("is int32; the signature takes float32.");
  }

  @Test
  void bind_wrongFixedDimension_shapeMismatchAtThatDimension() {
    Problem problem = refusal(IMAGE, false, FakeInput.empty("image", FLOAT32, 1, 8, 9, 1));
    assertThat(problem.reason()).isEqualTo(Reason.INPUT_SHAPE_MISMATCH);
    assertThat(problem.field()).isEqualTo("inputs[0].shape[2]");
    assertThat(problem.details()).containsEntry("got", "[1, 8, 9, 1]");
    assertThat(problem.details()).containsEntry("expected", "[?, 8, 8, 1]");
  }

  @Test
  void bind_wrongRank_rankMismatch() {
    Problem problem = refusal(IMAGE, false, FakeInput.empty("image", FLOAT32, 64));
    assertThat(problem.reason()).isEqualTo(Reason.INPUT_RANK_MISMATCH);
    assertThat(problem.field()).isEqualTo("inputs[0].shape");
  }

  @Test
  void bind_sampleWithoutBatchDimension_saysWhatToDo() {
    Problem problem = refusal(IMAGE, false, FakeInput.empty("image", FLOAT32, 8, 8, 1));
    assertThat(problem.reason()).isEqualTo(Reason.BATCH_DIMENSION_MISSING);
    assertThat(problem.message()).contains("send it as [1, 8, 8, 1], or set single_example.");
  }

  @Test
  void bind_singleExampleWithBatchDimension_rankMismatch() {
    Problem problem = refusal(IMAGE, true, FakeInput.empty("image", FLOAT32, 1, 8, 8, 1));
    assertThat(problem.reason()).isEqualTo(Reason.INPUT_RANK_MISMATCH);
    assertThat(problem.message()).contains("without the batch dimension");
  }

  @Test
  void bind_rowsDisagree_namesBoth() {
    Problem problem =
        refusal(
            TWO,
            false,
            FakeInput.floats("chemistry", 0, 2, 7),
            FakeInput.floats("colour", 0, 3, 5).at("inputs[1]"));
    assertThat(problem.reason()).isEqualTo(Reason.INPUT_ROWS_DISAGREE);
    assertThat(problem.field()).isEqualTo("inputs[1].shape[0]");
    assertThat(problem.message()).contains("'colour' has 3 rows, but input 'chemistry' has 2");
  }

  @Test
  void bind_noRowsOfVastSize_refused() {
    RequestBinder tokens = binder(input("tokens", INT32, UNKNOWN, UNKNOWN, UNKNOWN));
    Problem large = refusal(tokens, false, FakeInput.empty("tokens", INT32, 0, 1 << 30, 1));
    Problem overflowing =
        refusal(tokens, false, FakeInput.empty("tokens", INT32, 0, 1L << 31, 1L << 33));
    assertThat(large.reason()).isEqualTo(Reason.SHAPE_INVALID);
    assertThat(overflowing.reason()).isEqualTo(Reason.SHAPE_INVALID);
  }

  @Test
  void bind_moreRowsThanAnIntOfEmptyRows_refused() {
    RequestBinder tokens = binder(input("tokens", INT32, UNKNOWN, UNKNOWN));
    Problem problem = refusal(tokens, false, FakeInput.empty("tokens", INT32, 1L << 31, 0));
    assertThat(problem.reason()).isEqualTo(Reason.SHAPE_INVALID);
  }
}
