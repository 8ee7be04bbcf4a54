package dev.scorekeeper.server.runtime;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import dev.scorekeeper.server.scoring.LoadedModel;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.ModelLoader.LoadOptions;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/** Graphs that reach outside, real ones and made ones. */
final class SafetyScanTest {

  private static final ModelId ID = new ModelId("made", 1);

  private final MetaGraphDef.Builder graph = MetaGraphDef.newBuilder();

  @ParameterizedTest
  @ValueSource(strings = {"unsafe_write_file", "unsafe_read_file"})
  void load_unsafeModel_refusedUnlessTrusted(String name) throws Exception {
    ProblemException problem =
        assertThrows(ProblemException.class, () -> TestModels.load(name).close());
    assertThat(problem.problem().reason()).isEqualTo(Reason.MODEL_UNSAFE);
    assertThat(problem)
        .hasMessageThat()
        .contains(name.contains("write") ? "WriteFile" : "ReadFile");
    assertThat(problem).hasMessageThat().contains("trusted: true");
    try (LoadedModel model = TestModels.load(name, 1, new LoadOptions(true, Map.of()))) {
      assertThat(model.signatures()).containsKey("serving_default");
    }
  }

  @Test
  void load_unsafeInsideFunction_namesIt() {
    ProblemException problem =
        assertThrows(ProblemException.class, () -> TestModels.load("unsafe_read_file").close());
    assertThat(problem).hasMessageThat().contains("in function '");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ReadFile",
        "WriteFile",
        "MatchingFiles",
        "PyFunc",
        "EagerPyFunc",
        "PyFuncStateless",
        "DebugIdentityV2",
        "DebugNumericSummary",
        "DumpTensor",
        "CreateSummaryFileWriter",
        "WriteScalarSummary",
        "TFRecordDatasetV2",
        "TextLineReaderV2",
        "RpcCall",
        "CollectiveReduceV3",
        "_Send",
        "SnapshotDatasetV2",
        "MlirPassthroughOp",
        "DataServiceDatasetV4",
        "LoadAndRemapMatrix",
        "InitializeTableFromTextFileV2"
      })
  void check_operationAnywhere_refused(String operation) {
    node("unreached", operation);
    assertRefused(operation);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MatMul",
        "LookupTableImportV2",
        "ScalarSummary",
        "Print",
        "Assert",
        "TensorSliceDataset",
        "ParseExampleV2",
        "CopyToMesh",
        "ShardedFilename",
        "RestoreV2",
        "SaveV2"
      })
  void check_harmlessOperation_passes(String operation) {
    node("unreached", operation);
    assertPasses();
  }

  @Test
  void check_saverOperations_passOnlyForSaver() {
    node("save", "SaveV2");
    node("restore", "RestoreV2");
    graph.getSaverDefBuilder().setSaveTensorName("save:0").setRestoreOpName("restore");
    assertPasses();
    node("identity", "Identity", "restore:0");
    output("identity:0");
    assertRefused("RestoreV2");
  }

  @Test
  void check_saveWhileRestoring_refused() {
    node("save", "SaveV2");
    node("restore", "NoOp", "^save");
    graph.getSaverDefBuilder().setRestoreOpName("restore");
    assertRefused("SaveV2");
  }

  @Test
  void check_saveInServedFunction_refused() {
    call("inner", "StatefulPartitionedCall", "f");
    function("f", NodeDef.newBuilder().setName("w").setOp("SaveV2").build());
    assertPasses();
    output("inner:0");
    assertRefused("in function 'f'");
  }

  @Test
  void check_saveInInitOperation_refused() {
    node("save", "MergeV2Checkpoints");
    node("init", "NoOp", "^save");
    graph.putCollectionDef(
        "saved_model_main_op",
        org.tensorflow.proto.CollectionDef.newBuilder()
            .setNodeList(org.tensorflow.proto.CollectionDef.NodeList.newBuilder().addValue("init"))
            .build());
    assertRefused("MergeV2Checkpoints");
  }

  @Test
  void check_printToFile_refused() {
    graph.getGraphDefBuilder().addNode(print("p", "file:///etc/motd"));
    assertRefused("PrintV2");
  }

  @Test
  void check_printToLog_passes() {
    graph.getGraphDefBuilder().addNode(print("p", "stderr")).addNode(print("q", "log(info)"));
    assertPasses();
  }

  @Test
  void check_tableFromAsset_passes() {
    node("asset", "Placeholder");
    node("variable", "VarHandleOp");
    node("assign", "AssignVariableOp", "variable", "asset");
    node("read", "ReadVariableOp", "variable");
    node("table", "HashTableV2");
    call("init", "StatefulPartitionedCall", "f", "read", "table");
    function(
        "f",
        NodeDef.newBuilder()
            .setName("fill")
            .setOp("InitializeTableFromTextFileV2")
            .addInput("handle")
            .addInput("path")
            .build(),
        "path",
        "handle");
    assertRefused("InitializeTableFromTextFileV2");
    graph
        .addAssetFileDefBuilder()
        .setFilename("vocabulary.txt")
        .getTensorInfoBuilder()
        .setName("asset:0");
    assertPasses();
  }

  @Test
  void check_tableFromAssetOrOtherFile_refused() {
    node("asset", "Placeholder");
    node("other", "Const");
    node("variable", "VarHandleOp");
    node("assign", "AssignVariableOp", "variable", "asset");
    node("assign_again", "AssignVariableOp", "variable", "other");
    node("read", "ReadVariableOp", "variable");
    node("table", "HashTableV2");
    node("fill", "InitializeTableFromTextFileV2", "table", "read");
    graph
        .addAssetFileDefBuilder()
        .setFilename("vocabulary.txt")
        .getTensorInfoBuilder()
        .setName("asset:0");
    assertRefused("not an asset");
  }

  private void node(String name, String operation, String... inputs) {
    NodeDef.Builder node = graph.getGraphDefBuilder().addNodeBuilder();
    node.setName(name).setOp(operation);
    for (String input : inputs) {
      node.addInput(input);
    }
  }

  private void call(String name, String operation, String function, String... inputs) {
    node(name, operation, inputs);
    int last = graph.getGraphDefBuilder().getNodeCount() - 1;
    graph
        .getGraphDefBuilder()
        .getNodeBuilder(last)
        .putAttr(
            "f",
            AttrValue.newBuilder().setFunc(NameAttrList.newBuilder().setName(function)).build());
  }

  private void function(String name, NodeDef body, String... arguments) {
    OpDef.Builder signature = OpDef.newBuilder().setName(name);
    for (String argument : arguments) {
      signature.addInputArg(OpDef.ArgDef.newBuilder().setName(argument));
    }
    graph
        .getGraphDefBuilder()
        .getLibraryBuilder()
        .addFunction(FunctionDef.newBuilder().setSignature(signature).addNodeDef(body));
  }

  private void output(String tensor) {
    graph.putSignatureDef(
        "serving_default",
        SignatureDef.newBuilder()
            .putOutputs("y", TensorInfo.newBuilder().setName(tensor).build())
            .build());
  }

  private static NodeDef print(String name, String stream) {
    return NodeDef.newBuilder()
        .setName(name)
        .setOp("PrintV2")
        .putAttr(
            "output_stream", AttrValue.newBuilder().setS(ByteString.copyFromUtf8(stream)).build())
        .build();
  }

  private void assertPasses() {
    assertDoesNotThrow(() -> SafetyScan.check(ID, new GraphIndex(graph.build())));
  }

  private void assertRefused(String message) {
    ProblemException problem =
        assertThrows(
            ProblemException.class, () -> SafetyScan.check(ID, new GraphIndex(graph.build())));
    assertThat(problem.problem().reason()).isEqualTo(Reason.MODEL_UNSAFE);
    assertThat(problem).hasMessageThat().contains(message);
  }
}
