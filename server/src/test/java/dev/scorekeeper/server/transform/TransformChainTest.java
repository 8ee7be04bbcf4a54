package dev.scorekeeper.server.transform;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.OutputKind;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.scoring.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Which transforms may be made to what, and rules that hold for any numbers. */
final class TransformChainTest {

  private static final Transform SOFTMAX = new Transform.Softmax();
  private static final Transform SIGMOID = new Transform.Sigmoid();
  private static final Transform ARG_MAX = new Transform.ArgMax();
  private static final Transform TOP_2 = new Transform.TopK(2);
  private static final Transform ABOVE_HALF = new Transform.Threshold(0.5, false);

  private static OutputSpec output(DataType type, OutputKind kind, long... dims) {
    return new OutputSpec(new TensorSpec("y", type, Shape.of(dims)), kind, "test");
  }

  private static OutputSpec logits() {
    return output(DataType.FLOAT32, OutputKind.LOGIT, -1, 10);
  }

  private static OutputKind kindAfter(OutputSpec output, Transform... transforms)
      throws ProblemException {
    return TransformChain.of("f", List.of(transforms)).check(output);
  }

  private static String refusal(OutputSpec output, Transform... transforms) {
    Problem problem =
        assertThrows(ProblemException.class, () -> kindAfter(output, transforms)).problem();
    assertThat(problem.reason()).isEqualTo(Reason.TRANSFORM_INVALID);
    assertThat(problem.field()).isEqualTo("f");
    return problem.message();
  }

  @Test
  void check_allowedChains_giveTheirKind() throws ProblemException {
    OutputSpec probabilities = output(DataType.FLOAT32, OutputKind.PROBABILITY, -1, 10);
    OutputSpec values = output(DataType.FLOAT64, OutputKind.VALUE, -1, 10);

    assertThat(kindAfter(logits())).isEqualTo(OutputKind.LOGIT);
    assertThat(kindAfter(logits(), SOFTMAX)).isEqualTo(OutputKind.PROBABILITY);
    assertThat(kindAfter(values, SIGMOID)).isEqualTo(OutputKind.PROBABILITY);
    assertThat(kindAfter(logits(), SOFTMAX, TOP_2)).isEqualTo(OutputKind.PROBABILITY);
    assertThat(kindAfter(logits(), TOP_2)).isEqualTo(OutputKind.LOGIT);
    assertThat(kindAfter(logits(), TOP_2, SIGMOID, ABOVE_HALF)).isEqualTo(OutputKind.DECISION);
    assertThat(kindAfter(probabilities, ARG_MAX)).isEqualTo(OutputKind.CLASS_INDEX);
    assertThat(kindAfter(probabilities, ABOVE_HALF)).isEqualTo(OutputKind.DECISION);
    assertThat(kindAfter(output(DataType.INT64, OutputKind.VALUE, -1, 10), ARG_MAX))
        .isEqualTo(OutputKind.CLASS_INDEX);
    assertThat(kindAfter(output(DataType.FLOAT32, OutputKind.LOGIT, -1), SIGMOID))
        .isEqualTo(OutputKind.PROBABILITY);
  }

  @Test
  void check_probabilitiesOfProbabilities_areRefused() {
    OutputSpec probabilities = output(DataType.FLOAT32, OutputKind.PROBABILITY, -1, 10);

    assertThat(refusal(probabilities, SIGMOID)).contains("holds probabilities already");
    assertThat(refusal(logits(), SOFTMAX, SOFTMAX)).contains("holds probabilities already");
  }

  @Test
  void check_afterTheEnd_isRefused() {
    assertThat(refusal(logits(), ARG_MAX, TOP_2)).contains("Nothing may follow");
    assertThat(refusal(logits(), ABOVE_HALF, SIGMOID)).contains("Nothing may follow");
  }

  @Test
  void check_classesAfterTopK_areRefused() {
    assertThat(refusal(logits(), TOP_2, SOFTMAX)).contains("put it before");
    assertThat(refusal(logits(), TOP_2, ARG_MAX)).contains("put it before");
    assertThat(refusal(logits(), TOP_2, TOP_2)).contains("put it before");
  }

  @Test
  void check_typesWithoutTheArithmetic_areRefused() {
    assertThat(refusal(output(DataType.INT32, OutputKind.VALUE, -1, 3), SOFTMAX))
        .contains("takes floating-point numbers, but output 'y' is int32");
    assertThat(refusal(output(DataType.STRING, OutputKind.VALUE, -1, 3), ARG_MAX))
        .contains("is string");
    assertThat(refusal(output(DataType.COMPLEX64, OutputKind.VALUE, -1, 3), SIGMOID))
        .contains("is complex64");
  }

  @Test
  void check_noAxisOfClasses_isRefused() {
    OutputSpec scores = output(DataType.FLOAT32, OutputKind.LOGIT, -1);

    assertThat(refusal(scores, SOFTMAX)).contains("one number a row");
    assertThat(refusal(scores, ARG_MAX)).contains("one number a row");
    assertThat(refusal(output(DataType.FLOAT32, OutputKind.LOGIT), TOP_2))
        .contains("one number a row");
  }

  @Test
  void check_sizesThatCannotBe_areRefused() {
    OutputSpec one = output(DataType.FLOAT32, OutputKind.LOGIT, -1, 1);

    assertThat(refusal(one, SOFTMAX)).contains("use sigmoid");
    assertThat(refusal(one, TOP_2)).contains("asks for 2");
  }

  @Test
  void of_parametersOutOfRange_areRefused() {
    assertThat(refusal(logits(), new Transform.TopK(0))).contains("at least 1");
    assertThat(refusal(logits(), new Transform.Threshold(Double.NaN, true))).contains("finite");
    assertThat(refusal(logits(), new Transform.Threshold(1e300, true))).contains("finite");
  }

  @Test
  void apply_sizeKnownOnlyThen_isRefused() throws ProblemException {
    OutputSpec varying = output(DataType.FLOAT32, OutputKind.LOGIT, -1, -1);
    TransformChain chain = TransformChain.of("f", List.of(TOP_2));
    chain.check(varying);

    ProblemException e =
        assertThrows(
            ProblemException.class,
            () -> chain.apply(varying, Shape.of(3, 1), false, ByteBuffer.allocate(12)));

    assertThat(e.problem().reason()).isEqualTo(Reason.TRANSFORM_INVALID);
  }

  @Test
  void apply_rankKnownOnlyThen_neverMixesRows() throws ProblemException {
    OutputSpec unknown =
        new OutputSpec(
            new TensorSpec("y", DataType.FLOAT32, Shape.ofUnknownRank()), OutputKind.LOGIT, "t");
    TransformChain chain = TransformChain.of("f", List.of(ARG_MAX));

    assertThrows(
        ProblemException.class,
        () -> chain.apply(unknown, Shape.of(3), false, ByteBuffer.allocate(12)));
    assertThat(chain.apply(unknown, Shape.of(3), true, ByteBuffer.allocate(12)).shape())
        .isEqualTo(Shape.scalar());
  }

  @Test
  void apply_zeroRows_givesZeroRows() throws ProblemException {
    for (Transform transform : List.of(SOFTMAX, SIGMOID, ARG_MAX, TOP_2, ABOVE_HALF)) {
      Numbers result =
          TransformChain.of("f", List.of(transform))
              .apply(logits(), Shape.of(0, 10), false, ByteBuffer.allocate(0));

      assertThat(result.shape().dim(0)).isEqualTo(0);
      assertThat(result.data().remaining()).isEqualTo(0);
    }
  }

  @Property(tries = 200)
  void softmax_anyFiniteLogits_sumsToOneAndKeepsOrder(
      @ForAll @Size(min = 2, max = 40) List<@IntRange(min = -100_000, max = 100_000) Integer> raw)
      throws ProblemException {
    ByteBuffer data = ByteBuffer.allocate(8 * raw.size()).order(ByteOrder.LITTLE_ENDIAN);
    raw.forEach(value -> data.putDouble(value / 100.0));
    OutputSpec output = output(DataType.FLOAT64, OutputKind.LOGIT, -1, raw.size());

    Numbers result =
        TransformChain.of("f", List.of(SOFTMAX))
            .apply(output, Shape.of(1, raw.size()), false, data.flip());

    Elements elements = new Elements(DataType.FLOAT64, result.data());
    double sum = 0;
    for (int i = 0; i < raw.size(); i++) {
      sum += elements.floating(i);
      for (int j = 0; j < i; j++) {
        if (raw.get(i) >= raw.get(j)) {
          assertThat(elements.floating(i)).isAtLeast(elements.floating(j));
        }
      }
    }
    assertThat(sum).isWithin(1e-12).of(1);
  }

  @Property(tries = 200)
  void topK_anyBits_isTheStartOfTheSortedLine(
      @ForAll @Size(min = 1, max = 80) List<Integer> bits,
      @ForAll @IntRange(min = 1, max = 80) int k)
      throws ProblemException {
    int count = Math.min(k, bits.size());
    ByteBuffer data = ByteBuffer.allocate(4 * bits.size()).order(ByteOrder.LITTLE_ENDIAN);
    bits.forEach(data::putInt);
    OutputSpec output = output(DataType.FLOAT32, OutputKind.VALUE, -1, bits.size());

    Numbers result =
        TransformChain.of("f", List.of(new Transform.TopK(count)))
            .apply(output, Shape.of(1, bits.size()), false, data.flip());

    ByteBuffer indices =
        java.util.Objects.requireNonNull(result.indices()).order(ByteOrder.LITTLE_ENDIAN);
    Elements input = new Elements(DataType.FLOAT32, data);
    List<Integer> sorted =
        java.util.stream.IntStream.range(0, bits.size())
            .boxed()
            .sorted(java.util.Comparator.comparingLong((Integer i) -> input.orderKey(i)).reversed())
            .toList();
    for (int i = 0; i < count; i++) {
      assertThat(indices.getLong(8 * i)).isEqualTo((long) sorted.get(i));
      assertThat(result.data().order(ByteOrder.LITTLE_ENDIAN).getInt(4 * i))
          .isEqualTo(bits.get(sorted.get(i)));
    }
  }
}
