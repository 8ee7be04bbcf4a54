package dev.scorekeeper.server.runtime;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.scorekeeper.server.runtime.RuntimeConfig.Device;
import dev.scorekeeper.server.runtime.RuntimeConfig.Executor;
import dev.scorekeeper.server.runtime.RuntimeConfig.Fusion;
import dev.scorekeeper.server.scoring.InputBlock;
import dev.scorekeeper.server.scoring.LoadedModel;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.ModelLoader.LoadOptions;
import dev.scorekeeper.server.scoring.Program;
import dev.scorekeeper.server.scoring.RunResult;
import dev.scorekeeper.server.testing.Npy;
import dev.scorekeeper.server.testing.ReferenceCpu;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/** Which graphs keep their bits without fused operations, and that they do. */
final class FusionsTest {

  private static NodeDef node(String name, String op, String... inputs) {
    return NodeDef.newBuilder().setName(name).setOp(op).addAllInput(Arrays.asList(inputs)).build();
  }

  private static GraphIndex graph(NodeDef... nodes) {
    MetaGraphDef.Builder graph = MetaGraphDef.newBuilder();
    graph.getGraphDefBuilder().addAllNode(Arrays.asList(nodes));
    return new GraphIndex(graph.build());
  }

  private static GraphIndex function(NodeDef... nodes) {
    MetaGraphDef.Builder graph = MetaGraphDef.newBuilder();
    graph
        .getGraphDefBuilder()
        .getLibraryBuilder()
        .addFunction(
            FunctionDef.newBuilder()
                .setSignature(OpDef.newBuilder().setName("f"))
                .addAllNodeDef(Arrays.asList(nodes)));
    return new GraphIndex(graph.build());
  }

  @ParameterizedTest
  @CsvSource({
    "digits, false",
    "wine, false",
    "diabetes, false",
    "perf_cnn, false",
    "perf_mobilenet, false",
    "perf_mlp, true",
    "perf_ctr, true",
    "tokens, true"
  })
  void mayChangeBits_model_looksForItsActivations(String model, boolean expected) throws Exception {
    assertThat(Fusions.mayChangeBits(new GraphIndex(SavedModelFile.read(folder(model)))))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sigmoid", "Tanh", "Elu", "Erf", "FusedBatchNormV3", "BatchMatMulV2"})
  void mayChangeBits_suchAnOperation_inTheGraphOrInAFunction(String op) {
    assertThat(Fusions.mayChangeBits(graph(node("a", op)))).isTrue();
    assertThat(Fusions.mayChangeBits(function(node("a", op)))).isTrue();
    assertThat(Fusions.mayChangeBits(function(node("a", "Relu"), node("b", "MatMul")))).isFalse();
  }

  @Test
  void mayChangeBits_relu6_onlyWhenMultiplied() {
    assertThat(Fusions.mayChangeBits(graph(node("a", "Relu6", "x"), node("b", "Mul", "x", "y"))))
        .isFalse();
    assertThat(Fusions.mayChangeBits(graph(node("a", "Relu6", "x"), node("b", "Mul", "x", "a"))))
        .isTrue();
    assertThat(
            Fusions.mayChangeBits(
                function(node("a", "Relu6", "x"), node("b", "Mul", "a:activations:0", "y"))))
        .isTrue();
  }

  /** What auto relies on. */
  @ParameterizedTest
  @ValueSource(strings = {"digits", "diabetes", "perf_cnn", "perf_mobilenet"})
  void never_graphsThatAutoDoesNotFuse_haveTheBitsOfFusedOnes(String model) throws Exception {
    for (int rows : new int[] {1, 2, 17}) {
      assertWithMessage("%s rows", rows)
          .that(run(model, Fusion.NEVER, rows))
          .isEqualTo(run(model, Fusion.ALWAYS, rows));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"perf_mlp", "breast_cancer"})
  void auto_sigmoids_areFusedAsKerasDoes(String model) throws Exception {
    ByteBuffer fused = run(model, Fusion.ALWAYS, 64);
    ByteBuffer plain = run(model, Fusion.NEVER, 64);

    assertThat(run(model, Fusion.AUTO, 64)).isEqualTo(fused);
    if (ReferenceCpu.isHere()) {
      assertThat(plain).isNotEqualTo(fused);
    }
    for (int at = 0; at < fused.limit(); at += Float.BYTES) {
      assertThat(plain.getFloat(at)).isWithin(1e-6f * fused.getFloat(at)).of(fused.getFloat(at));
    }
  }

  private static Path folder(String model) {
    return TestModels.folder(model).resolve("1");
  }

  private static ByteBuffer run(String name, Fusion fusion, int rows) throws Exception {
    RuntimeConfig config =
        new RuntimeConfig(Device.CPU, 0, 1, true, Executor.AUTO, false, fusion, "");
    try (LoadedModel model =
        TensorFlowRuntime.start(config, StartProgress.NONE)
            .loader()
            .load(new ModelId(name, 1), folder(name), LoadOptions.defaults())) {
      String signature = model.signatures().containsKey("serve") ? "serve" : "serving_default";
      Program program = TestModels.program(model, signature);
      Path data = TestModels.folder(name).resolve("data");
      Path file = data.resolve(program.signature().inputs().get(0).name() + ".npy");
      Npy values = Npy.read(Files.exists(file) ? file : data.resolve("image.npy"));
      int rowBytes = values.bytes().length / values.rows();
      ByteBuffer inputs = ByteBuffer.allocate(rows * rowBytes);
      for (int row = 0; row < rows; row++) {
        inputs.put(values.bytes(), row % values.rows() * rowBytes, rowBytes);
      }
      try (InputBlock block = program.allocate(TestModels.layout(program), rows)) {
        TestModels.fill(block, 0, inputs.flip());
        try (RunResult result = program.run(block, 0, rows)) {
          ByteBuffer output = result.data(0);
          return ByteBuffer.allocate(output.remaining())
              .order(ByteOrder.LITTLE_ENDIAN)
              .put(output)
              .flip();
        }
      }
    }
  }
}
