package dev.scorekeeper.server.runtime;

import static com.google.common.truth.Truth.assertThat;

import dev.scorekeeper.server.runtime.RuntimeConfig.Device;
import dev.scorekeeper.server.runtime.RuntimeConfig.Executor;
import dev.scorekeeper.server.runtime.RuntimeConfig.Fusion;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.RewriterConfig;

/** What a session is told. */
final class SessionSettingsTest {

  private static RewriterConfig rewrites(RuntimeConfig config, boolean useGpu, String op)
      throws Exception {
    MetaGraphDef.Builder graph = MetaGraphDef.newBuilder();
    graph.getGraphDefBuilder().addNodeBuilder().setName("a").setOp(op);
    byte[] bytes = SessionSettings.serialize(config, useGpu, new GraphIndex(graph.build()));
    return ConfigProto.parseFrom(bytes).getGraphOptions().getRewriteOptions();
  }

  @ParameterizedTest
  @CsvSource({
    "AUTO, false, Relu, OFF",
    "AUTO, false, Sigmoid, DEFAULT",
    "AUTO, true, Relu, DEFAULT",
    "ALWAYS, false, Relu, DEFAULT",
    "NEVER, false, Sigmoid, OFF",
    "NEVER, true, Sigmoid, OFF"
  })
  void serialize_fusion_decidesAboutTheRemapper(
      Fusion fusion, boolean useGpu, String op, RewriterConfig.Toggle expected) throws Exception {
    RuntimeConfig config =
        new RuntimeConfig(Device.CPU, 0, 1, true, Executor.AUTO, false, fusion, "");

    assertThat(rewrites(config, useGpu, op).getRemapping()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"false, OFF", "true, DEFAULT"})
  void serialize_constantFolding_isAsConfigured(boolean folding, RewriterConfig.Toggle expected)
      throws Exception {
    RuntimeConfig config =
        new RuntimeConfig(Device.CPU, 0, 1, true, Executor.AUTO, folding, Fusion.AUTO, "");

    assertThat(rewrites(config, false, "Relu").getConstantFolding()).isEqualTo(expected);
  }
}
