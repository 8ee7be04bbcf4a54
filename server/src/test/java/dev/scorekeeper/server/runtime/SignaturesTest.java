package dev.scorekeeper.server.runtime;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.LoadedModel;
import dev.scorekeeper.server.scoring.ModelLoader.LoadOptions;
import dev.scorekeeper.server.scoring.OutputKind;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.scoring.Signature;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read from the graphs about signatures. */
final class SignaturesTest {

  @Test
  void signatures_severalOfThem_sortedWithoutInit() throws Exception {
    try (LoadedModel model = TestModels.load("breast_cancer")) {
      assertThat(model.signatures().keySet())
          .containsExactly("evaluate", "serve", "serving_default")
          .inOrder();
      Signature evaluate = TestModels.signature(model, "evaluate");
      assertThat(evaluate.inputs().get(0).name()).isEqualTo("features");
      assertThat(evaluate.inputs().get(1).name()).isEqualTo("label");
      assertThat(evaluate.inputs().get(0).type()).isEqualTo(DataType.FLOAT32);
      assertThat(evaluate.inputs().get(0).shape()).isEqualTo(Shape.of(Shape.UNKNOWN, 30));
      assertThat(evaluate.outputs().get(0).name()).isEqualTo("binary_crossentropy");
      assertThat(evaluate.stateful()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "digits, serving_default, output_0, PROBABILITY, last operation is Softmax",
    "breast_cancer, serve, output_0, PROBABILITY, last operation is Sigmoid",
    "breast_cancer, evaluate, cost, VALUE, last operation is SelectV2",
    "diabetes, serving_default, output_0, VALUE, last operation is",
    "wine, serving_default, cultivar, PROBABILITY, last operation is Softmax",
    "wine, serving_default, alcohol, VALUE, if these are logits",
    "reviews, serving_default, output_0, PROBABILITY, last operation is Sigmoid",
    "shapes, serving_default, output_0, PROBABILITY, last operation is Sigmoid",
    "tokens, serving_default, output_0, PROBABILITY, last operation is Sigmoid",
    "half_plus_two, serving_default, y, VALUE, last operation is AddV2",
    "simple, serving_default, OUTPUT0, VALUE, type is int32",
    "identity, serving_default, x, VALUE, last operation is Placeholder",
    "row_coupled, serving_default, y, VALUE, last operation is RealDiv",
    "perf_ctr, serving_default, output_0, PROBABILITY, last operation is Sigmoid",
    "perf_cnn, serving_default, output_0, PROBABILITY, last operation is Softmax",
    "perf_mobilenet, serving_default, output_0, PROBABILITY, last operation is Softmax"
  })
  void kind_ofOutput_isThatOfLastOperation(
      String name, String signature, String output, OutputKind kind, String evidence)
      throws Exception {
    try (LoadedModel model = TestModels.load(name)) {
      Signature found = TestModels.signature(model, signature);
      OutputSpec spec = found.outputs().get(found.outputIndex(output));
      assertThat(spec.kind()).isEqualTo(kind);
      assertThat(spec.evidence()).contains(evidence);
    }
  }

  @Test
  void kind_declared_overrulesGraph() throws Exception {
    LoadOptions options = new LoadOptions(false, Map.of("y", OutputKind.LOGIT));
    try (LoadedModel model = TestModels.load("half_plus_two", 1, options)) {
      OutputSpec output = TestModels.signature(model, "serving_default").outputs().get(0);
      assertThat(output.kind()).isEqualTo(OutputKind.LOGIT);
      assertThat(output.evidence()).contains("declared");
    }
  }

  @Test
  void kind_declaredForUnknownOutput_refused() {
    LoadOptions options = new LoadOptions(false, Map.of("z", OutputKind.LOGIT));
    ProblemException problem =
        assertThrows(
            ProblemException.class, () -> TestModels.load("half_plus_two", 1, options).close());
    assertThat(problem.problem().reason()).isEqualTo(Reason.MODEL_UNREADABLE);
    assertThat(problem).hasMessageThat().contains("[scores, y]");
  }

  @ParameterizedTest
  @CsvSource({
    "counter, true",
    "reviews, false",
    "digits, false",
    "tokens, false",
    "row_coupled, false",
    "scalar_output, false",
    "slow, false",
    "picky, false",
    "perf_mobilenet, false"
  })
  void stateful_ofSignature_tellsWhetherRunsWrite(String name, boolean stateful) throws Exception {
    try (LoadedModel model = TestModels.load(name)) {
      assertThat(TestModels.signature(model, "serving_default").stateful()).isEqualTo(stateful);
    }
  }
}
