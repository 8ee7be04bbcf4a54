package dev.scorekeeper.server.transport.nativeapi;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.v1.DataType;
import dev.scorekeeper.v1.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is wrong with tensors whatever the model, and the words for it. */
final class BadTensorTest {

  private static Tensor.Builder tensor(DataType type, long... shape) {
    Tensor.Builder tensor = Tensor.newBuilder().setName("x").setDtype(type);
    for (long dim : shape) {
      tensor.addShape(dim);
    }
    return tensor;
  }

  private static Problem problem(Tensor.Builder tensor) {
    return assertThrows(ProblemException.class, () -> WireTensor.of(tensor.build(), "inputs[3]"))
        .problem();
  }

  private static void assertProblem(
      Tensor.Builder tensor, Reason reason, String field, String words) {
    Problem problem = problem(tensor);
    assertThat(problem.reason()).isEqualTo(reason);
    assertThat(problem.field()).isEqualTo(field);
    assertThat(problem.message()).contains(words);
  }

  @Test
  void of_noType_isTypeMismatch() {
    assertProblem(
        tensor(DataType.DATA_TYPE_UNSPECIFIED, 1),
        Reason.INPUT_TYPE_MISMATCH,
        "inputs[3].dtype",
        "inputs[3] ('x') has no element type");
    assertProblem(
        tensor(DataType.DATA_TYPE_FLOAT32, 1).setDtypeValue(99),
        Reason.INPUT_TYPE_MISMATCH,
        "inputs[3].dtype",
        "dtype is 99");
  }

  @Test
  void of_badSizes_areShapeInvalid() {
    assertProblem(
        tensor(DataType.DATA_TYPE_FLOAT32, 1, -1),
        Reason.SHAPE_INVALID,
        "inputs[3].shape[1]",
        "is -1");
    assertProblem(
        tensor(DataType.DATA_TYPE_FLOAT32, 1L << 31),
        Reason.SHAPE_INVALID,
        "inputs[3].shape[0]",
        "is 2147483648");
    assertProblem(
        tensor(DataType.DATA_TYPE_FLOAT32, Long.MIN_VALUE),
        Reason.SHAPE_INVALID,
        "inputs[3].shape[0]",
        "[0, 2147483647]");
  }

  @Test
  void of_overflowingShapes_areShapeInvalid() {
    long most = Integer.MAX_VALUE;
    assertProblem(
        tensor(DataType.DATA_TYPE_FLOAT32, most, most, most),
        Reason.SHAPE_INVALID,
        "inputs[3].shape",
        "more elements than can be counted");
    assertProblem(
        tensor(DataType.DATA_TYPE_FLOAT32, 0, most, most, most),
        Reason.SHAPE_INVALID,
        "inputs[3].shape",
        "more elements than can be counted");
    // 2^32 x 2^32 elements: their number wraps to 0 in 64 bits.
    assertProblem(
        tensor(DataType.DATA_TYPE_FLOAT32, 1 << 16, 1 << 16, 1 << 16, 1 << 16),
        Reason.SHAPE_INVALID,
        "inputs[3].shape",
        "more elements than can be counted");
    assertProblem(
        tensor(DataType.DATA_TYPE_FLOAT32, new long[300]),
        Reason.SHAPE_INVALID,
        "inputs[3].shape",
        "300 dimensions");
  }

  @Test
  void of_dataOfAnotherSize_isSizeMismatch() {
    Problem problem =
        problem(
            tensor(DataType.DATA_TYPE_FLOAT32, 2, 3).setData(ByteString.copyFrom(new byte[23])));

    assertThat(problem.reason()).isEqualTo(Reason.CONTENT_SIZE_MISMATCH);
    assertThat(problem.field()).isEqualTo("inputs[3].data");
    assertThat(problem.message())
        .isEqualTo("inputs[3].data has 23 bytes, but float32 of shape [2, 3] takes 6 x 4.");
    assertThat(problem.details()).containsExactly("expected", "24", "got", "23");
  }

  @Test
  void of_sizesWhoseBytesOverflow_areSizeMismatch() {
    // 2^61 x 8 bytes wrap to 0 in 64 bits.
    assertProblem(
        tensor(DataType.DATA_TYPE_FLOAT64, 1 << 30, 1 << 30, 2)
            .setData(ByteString.copyFrom(new byte[8])),
        Reason.CONTENT_SIZE_MISMATCH,
        "inputs[3].data",
        "has 8 bytes");
  }

  @Test
  void of_contentForZeroElements_isSizeMismatch() {
    assertProblem(
        tensor(DataType.DATA_TYPE_FLOAT32, 0).setData(ByteString.copyFrom(new byte[4])),
        Reason.CONTENT_SIZE_MISMATCH,
        "inputs[3].data",
        "has 4 bytes");
  }

  @Test
  void of_anotherNumberOfValues_isSizeMismatch() {
    assertProblem(
        tensor(DataType.DATA_TYPE_FLOAT32, 2).addFloatValues(1),
        Reason.CONTENT_SIZE_MISMATCH,
        "inputs[3].float_values",
        "has 1 values, but shape [2] takes 2");
    assertProblem(
        tensor(DataType.DATA_TYPE_COMPLEX64, 1).addFloatValues(1),
        Reason.CONTENT_SIZE_MISMATCH,
        "inputs[3].float_values",
        "has 1 values, but shape [1] takes 2");
    assertProblem(
        tensor(DataType.DATA_TYPE_STRING, 3).addStringValues(ByteString.EMPTY),
        Reason.CONTENT_SIZE_MISMATCH,
        "inputs[3].string_values",
        "has 1 values, but shape [3] takes 3");
  }

  @Test
  void of_bothContents_isAmbiguous() {
    assertProblem(
        tensor(DataType.DATA_TYPE_FLOAT32, 1)
            .setData(ByteString.copyFrom(new byte[4]))
            .addFloatValues(1),
        Reason.CONTENT_AMBIGUOUS,
        "inputs[3]",
        "has both data and float_values");
    assertProblem(
        tensor(DataType.DATA_TYPE_FLOAT32, 1).addFloatValues(1).addInt64Values(2),
        Reason.CONTENT_AMBIGUOUS,
        "inputs[3]",
        "has both float_values and int64_values");
  }

  @Test
  void of_noContent_isMissing() {
    assertProblem(
        tensor(DataType.DATA_TYPE_FLOAT32, 1, 2),
        Reason.CONTENT_MISSING,
        "inputs[3]",
        "has no elements; they go into data or float_values");
    assertProblem(
        tensor(DataType.DATA_TYPE_STRING, 1),
        Reason.CONTENT_MISSING,
        "inputs[3]",
        "they go into string_values");
  }

  @Test
  void of_valuesOfAnotherType_isTypeMismatch() {
    assertProblem(
        tensor(DataType.DATA_TYPE_INT32, 1).addFloatValues(1),
        Reason.INPUT_TYPE_MISMATCH,
        "inputs[3].float_values",
        "is int32, whose elements go into data or int_values, not into float_values");
    assertProblem(
        tensor(DataType.DATA_TYPE_STRING, 1).setData(ByteString.copyFromUtf8("a")),
        Reason.INPUT_TYPE_MISMATCH,
        "inputs[3].data",
        "go into string_values, not into data");
  }

  @Test
  void of_valuesBeyondTheType_areOutOfRange() {
    assertProblem(
        tensor(DataType.DATA_TYPE_INT8, 2).addAllIntValues(List.of(0, 128)),
        Reason.CONTENT_OUT_OF_RANGE,
        "inputs[3].int_values[1]",
        "is 128, but int8 holds [-128, 127]");
    assertProblem(
        tensor(DataType.DATA_TYPE_INT16, 1).addIntValues(-32769),
        Reason.CONTENT_OUT_OF_RANGE,
        "inputs[3].int_values[0]",
        "is -32769");
    assertProblem(
        tensor(DataType.DATA_TYPE_UINT8, 1).addUintValues(256),
        Reason.CONTENT_OUT_OF_RANGE,
        "inputs[3].uint_values[0]",
        "is 256");
    assertProblem(
        tensor(DataType.DATA_TYPE_UINT16, 1).addUintValues(-1),
        Reason.CONTENT_OUT_OF_RANGE,
        "inputs[3].uint_values[0]",
        "is 4294967295");
    assertProblem(
        tensor(DataType.DATA_TYPE_BOOL, 2).setData(ByteString.copyFrom(new byte[] {1, 2})),
        Reason.CONTENT_OUT_OF_RANGE,
        "inputs[3].data",
        "inputs[3].data[1] is 2");
  }

  @Test
  void read_anyPart_isThatPart() throws ProblemException {
    byte[] bytes = {1, 2, 3, 4, 5, 6, 7, 8};
    // A part of a larger buffer, as a parser that shares memory makes it.
    ByteString part =
        ByteString.copyFrom(new byte[] {9, 1, 2, 3, 4, 5, 6, 7, 8, 9}).substring(1, 9);
    WireTensor tensor =
        WireTensor.of(tensor(DataType.DATA_TYPE_UINT8, 8).setData(part).build(), "f");
    for (int from = 0; from <= 8; from++) {
      java.nio.ByteBuffer target = java.nio.ByteBuffer.allocateDirect(8 - from);
      tensor.read(from, target);
      assertThat(target.hasRemaining()).isFalse();
      byte[] read = new byte[8 - from];
      target.flip().get(read);
      assertWithMessage("from %s", from)
          .that(read)
          .isEqualTo(java.util.Arrays.copyOfRange(bytes, from, 8));
    }
  }
}
