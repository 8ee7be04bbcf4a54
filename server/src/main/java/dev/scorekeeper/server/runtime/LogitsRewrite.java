package dev.scorekeeper.server.runtime;

import java.util.List;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * Adds outputs to a graph: what a sigmoid or softmax in a function is computed from.
 *
 * <pre>
 *   before:  call ──→ wrapper { call ──→ body { ... z → Softmax → output } }
 *   after:   call ──→ wrapper' { call ──→ body' { ... z → Softmax → output, z → logits } }
 * </pre>
 *
 * <p>Functions are copied under new names, so that whoever else calls them sees no change; the call
 * in the graph itself gets one more output, behind those that it has.
 */
final class LogitsRewrite {

  private static final String RESULT = "scorekeeper_logits";

  /** Says what shapes the outputs of a node have; optional, and one too few after the change. */
  private static final String OUTPUT_SHAPES = "_output_shapes";

  private final MetaGraphDef.Builder graph;
  private int added;

  /** Changes this graph. */
  LogitsRewrite(MetaGraphDef.Builder graph) {
    this.graph = graph;
  }

  /** Makes the numbers before an activation an output of the graph, and tells its name. */
  TensorName add(TensorName output, ActivationFinder.Found found) {
    if (found.calls().isEmpty()) {
      return TensorName.parse(found.source());
    }
    String suffix = "_logits_" + added++;
    int place = indexOf(graph.getGraphDefBuilder().getNodeList(), output.operation());
    NodeDef.Builder call = graph.getGraphDefBuilder().getNodeBuilder(place);
    extend(call, found, 0, suffix);
    return new TensorName(call.getName(), outputs(call) - 1);
  }

  /** Lets a call give one more output: that of a copy of the function that it calls. */
  private void extend(
      NodeDef.Builder call, ActivationFinder.Found found, int depth, String suffix) {
    FunctionDef.Builder copy = copy(ActivationFinder.functionOf(call.build()), suffix);
    String source = found.source();
    if (depth + 1 < found.calls().size()) {
      NodeDef.Builder inner =
          copy.getNodeDefBuilder(indexOf(copy.getNodeDefList(), found.calls().get(depth + 1)));
      extend(inner, found, depth + 1, suffix);
      source = inner.getName() + ":output:" + (outputs(inner) - 1);
    }
    String result = RESULT + suffix;
    copy.getSignatureBuilder()
        .addOutputArg(OpDef.ArgDef.newBuilder().setName(result).setType(DataType.DT_FLOAT));
    copy.putRet(result, source);
    graph.getGraphDefBuilder().getLibraryBuilder().addFunction(copy);
    AttrValue.Builder function = call.getAttrOrThrow("f").toBuilder();
    function.getFuncBuilder().setName(copy.getSignature().getName());
    AttrValue.Builder types = call.getAttrOrThrow("Tout").toBuilder();
    types.getListBuilder().addType(DataType.DT_FLOAT);
    call.putAttr("f", function.build()).putAttr("Tout", types.build()).removeAttr(OUTPUT_SHAPES);
  }

  private FunctionDef.Builder copy(String name, String suffix) {
    for (FunctionDef function : graph.getGraphDefBuilder().getLibrary().getFunctionList()) {
      if (function.getSignature().getName().equals(name)) {
        FunctionDef.Builder copy = function.toBuilder();
        copy.getSignatureBuilder().setName(name + suffix);
        return copy;
      }
    }
    throw new IllegalArgumentException("there is no function " + name);
  }

  private static int outputs(NodeDef.Builder call) {
    return call.getAttrOrThrow("Tout").getList().getTypeCount();
  }

  private static int indexOf(List<NodeDef> nodes, String name) {
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).getName().equals(name)) {
        return i;
      }
    }
    throw new IllegalArgumentException("there is no node " + name);
  }
}
