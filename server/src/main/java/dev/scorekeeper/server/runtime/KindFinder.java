package dev.scorekeeper.server.runtime;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.OutputKind;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.TensorSpec;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * Tells what the numbers of an output are by the operation that really computes them.
 *
 * <p>It walks from the output back through operations that only pass numbers on, into the functions
 * that are called on the way, and out again where a function returns its own argument.
 */
final class KindFinder {

  private static final Set<String> PROBABILITIES = Set.of("Softmax", "Sigmoid");

  /** Operations after which numbers are unbounded, and so may be logits. */
  private static final Set<String> LINEAR =
      Set.of(
          "BiasAdd",
          "MatMul",
          "BatchMatMulV2",
          "BatchMatMulV3",
          "Add",
          "AddV2",
          "Conv2D",
          "Einsum");

  private static final Set<String> PASS_ON =
      Set.of(
          "Identity",
          "Cast",
          "Reshape",
          "Squeeze",
          "ExpandDims",
          "Transpose",
          "StopGradient",
          "PreventGradient",
          "EnsureShape",
          "CheckNumerics",
          "Snapshot");

  private static final Set<DataType> FLOATING =
      Set.of(DataType.FLOAT16, DataType.BFLOAT16, DataType.FLOAT32, DataType.FLOAT64);

  /** Longer chains are taken for a loop. */
  private static final int MAX_STEPS = 10_000;

  private final GraphIndex graph;

  private KindFinder(GraphIndex graph) {
    this.graph = graph;
  }

  static OutputSpec find(GraphIndex graph, TensorSpec tensor, TensorName source) {
    if (!FLOATING.contains(tensor.type())) {
      return new OutputSpec(tensor, OutputKind.VALUE, "type is " + tensor.type().label());
    }
    String operation = new KindFinder(graph).lastOperation(source);
    OutputKind kind = kindOf(operation);
    String evidence = "last operation is " + operation;
    if (kind == OutputKind.VALUE && LINEAR.contains(operation)) {
      evidence += "; if these are logits, declare it in scorekeeper.yaml";
    }
    return new OutputSpec(tensor, kind, evidence);
  }

  private static OutputKind kindOf(String operation) {
    if (PROBABILITIES.contains(operation)) {
      return OutputKind.PROBABILITY;
    }
    return operation.equals("LogSoftmax") ? OutputKind.LOGIT : OutputKind.VALUE;
  }

  private String lastOperation(TensorName source) {
    Place place = new Place(null, source.operation(), source.index());
    String operation = "unknown";
    for (int i = 0; place != null && i < MAX_STEPS; i++) {
      NodeDef node = place.node(graph);
      if (node == null) {
        return operation;
      }
      operation = node.getOp();
      place = before(place, node);
    }
    return operation;
  }

  /** Where the numbers at a place come from; null when the node there computes them. */
  private @Nullable Place before(Place place, NodeDef node) {
    FunctionDef function = calledFunction(node);
    if (function != null) {
      return result(new Frame(function, node, place.frame()), place.output());
    }
    if (node.getOp().equals("IdentityN")) {
      return input(place.frame(), node, place.output());
    }
    return PASS_ON.contains(node.getOp()) ? input(place.frame(), node, 0) : null;
  }

  private @Nullable FunctionDef calledFunction(NodeDef node) {
    boolean call =
        node.getOp().equals("PartitionedCall") || node.getOp().equals("StatefulPartitionedCall");
    return graph.function(
        call
            ? node.getAttrOrDefault("f", AttrValue.getDefaultInstance()).getFunc().getName()
            : node.getOp());
  }

  /** Where a function's result comes from. */
  private @Nullable Place result(Frame frame, int output) {
    OpDef signature = frame.function().getSignature();
    if (output >= signature.getOutputArgCount()) {
      return null;
    }
    String source = frame.function().getRetMap().get(signature.getOutputArg(output).getName());
    return source == null ? null : resolve(frame, source);
  }

  private @Nullable Place input(@Nullable Frame frame, NodeDef node, int index) {
    return index < node.getInputCount() ? resolve(frame, node.getInput(index)) : null;
  }

  /**
   * The place that an input names. Inside functions that is {@code argument} or {@code
   * node:result:index}, in the graph {@code node} or {@code node:index}.
   */
  private @Nullable Place resolve(@Nullable Frame frame, String source) {
    String[] parts = source.split(":", -1);
    int index = parts.length > 1 ? parseIndex(parts[parts.length - 1]) : 0;
    if (frame == null) {
      return new Place(null, parts[0], index);
    }
    if (parts.length == 1) {
      int argument = frame.argumentIndex(source);
      return argument < 0 ? null : input(frame.caller(), frame.call(), argument);
    }
    return new Place(frame, parts[0], index);
  }

  private static int parseIndex(String text) {
    return text.chars().allMatch(Character::isDigit) && !text.isEmpty() && text.length() < 9
        ? Integer.parseInt(text)
        : 0;
  }

  /** A call in progress: which function, by which node, from where. */
  private record Frame(FunctionDef function, NodeDef call, @Nullable Frame caller) {

    int argumentIndex(String name) {
      OpDef signature = function.getSignature();
      for (int i = 0; i < signature.getInputArgCount(); i++) {
        if (signature.getInputArg(i).getName().equals(name)) {
          return i;
        }
      }
      return -1;
    }
  }

  /** An output of a node, in a function or in the graph. */
  private record Place(@Nullable Frame frame, String name, int output) {

    @Nullable NodeDef node(GraphIndex graph) {
      if (frame == null) {
        return graph.node(name);
      }
      for (NodeDef node : frame.function().getNodeDefList()) {
        if (node.getName().equals(name)) {
          return node;
        }
      }
      return null;
    }
  }
}
