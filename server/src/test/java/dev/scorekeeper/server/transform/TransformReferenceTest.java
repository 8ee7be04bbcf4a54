package dev.scorekeeper.server.transform;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.OutputKind;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.TensorSpec;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The transforms compared with NumPy. */
final class TransformReferenceTest {

  private static List<ReferenceCases.Case> transformCases() {
    return ReferenceCases.read().stream().filter(c -> !c.transform().equals("round")).toList();
  }

  @ParameterizedTest
  @MethodSource("transformCases")
  void apply_numbers_givesWhatNumPyGives(ReferenceCases.Case c) throws ProblemException {
    OutputSpec output =
        new OutputSpec(new TensorSpec("x", c.type(), c.shape()), OutputKind.LOGIT, "test");
    TransformChain chain = TransformChain.of("transforms", List.of(c.parsed()));
    chain.check(output);

    Numbers result = chain.apply(output, c.shape(), false, c.input());

    assertThat(result.type()).isEqualTo(c.resultType());
    assertThat(result.shape()).isEqualTo(c.resultShape());
    if (result.indices() != null || c.indices().hasRemaining()) {
      assertThat(result.indices()).isEqualTo(c.indices());
    }
    if (result.kind() == OutputKind.PROBABILITY) {
      assertClose(result, c.result());
    } else {
      assertThat(result.data()).isEqualTo(c.result());
    }
  }

  /** The last bit may differ: NumPy's exponential is another, and it sums in another order. */
  private static void assertClose(Numbers result, ByteBuffer expected) {
    Elements actual = new Elements(result.type(), result.data());
    Elements wanted = new Elements(result.type(), expected);
    assertThat(actual.count()).isEqualTo(wanted.count());
    for (int i = 0; i < wanted.count(); i++) {
      double tolerance = result.type() == DataType.FLOAT64 ? 4e-15 : 0x1p-23;
      double expectedValue = wanted.floating(i);
      if (Double.isNaN(expectedValue)) {
        assertThat(actual.floating(i)).isNaN();
      } else {
        assertWithMessage("element %s", i)
            .that(Math.abs(actual.floating(i) - expectedValue))
            .isAtMost(tolerance * expectedValue);
      }
    }
  }

  @Test
  void halfFloats_rounded_areWhatNumPyGives() {
    List<ReferenceCases.Case> cases =
        ReferenceCases.read().stream().filter(c -> c.transform().equals("round")).toList();
    assertThat(cases).hasSize(2);
    for (ReferenceCases.Case c : cases) {
      for (int i = 0; i < c.input().capacity() / 4; i++) {
        float value = c.input().getFloat(4 * i);
        short rounded =
            c.resultType() == DataType.FLOAT16
                ? HalfFloats.toFloat16(value)
                : HalfFloats.toBfloat16(value);
        assertWithMessage("%s of %s", c.resultType(), value)
            .that(rounded)
            .isEqualTo(c.result().getShort(2 * i));
      }
    }
  }
}
