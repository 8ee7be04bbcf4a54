package dev.scorekeeper.server.runtime;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tensorflow.proto.AssetFileDef;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * Tells whether a file name in a graph can only be that of an asset of the model.
 *
 * <p>TensorFlow feeds the assets' paths into the tensors that the SavedModel lists. A name is
 * followed back to such a tensor through the ways in which exporters pass it on: identities,
 * arguments of functions, and a variable of the graph that is only ever set to it. Any other way
 * counts as a foreign file.
 */
final class AssetPaths {

  private static final int FILE_NAME_INPUT = 1;

  private static final Set<String> CALLS = Set.of("PartitionedCall", "StatefulPartitionedCall");

  private static final Set<String> HARMLESS_VARIABLE_USES =
      Set.of("ReadVariableOp", "VarIsInitializedOp");

  private final GraphIndex graph;
  private final Set<String> assetOperations = new HashSet<>();

  AssetPaths(GraphIndex graph) {
    this.graph = graph;
    for (AssetFileDef asset : graph.definition().getAssetFileDefList()) {
      assetOperations.add(TensorName.parse(asset.getTensorInfo().getName()).operation());
    }
  }

  /**
   * Whether a table-filling node reads an asset.
   *
   * @param function where the node is, empty for the graph itself
   */
  boolean fillsTableFromAsset(NodeDef node, String function) {
    return !assetOperations.isEmpty()
        && node.getInputCount() > FILE_NAME_INPUT
        && isAsset(node.getInput(FILE_NAME_INPUT), function, new HashSet<>());
  }

  private boolean isAsset(String input, String function, Set<String> seen) {
    if (input.startsWith("^") || !seen.add(function + "/" + input)) {
      return false;
    }
    return function.isEmpty()
        ? isAssetInGraph(GraphIndex.operationOf(input), seen)
        : isAssetInFunction(input, function, seen);
  }

  private boolean isAssetInGraph(String operation, Set<String> seen) {
    if (assetOperations.contains(operation)) {
      return true;
    }
    NodeDef node = graph.node(operation);
    if (node == null || node.getInputCount() == 0) {
      return false;
    }
    return switch (node.getOp()) {
      case "Identity" -> isAsset(node.getInput(0), "", seen);
      case "ReadVariableOp" -> isOnlySetToAsset(GraphIndex.operationOf(node.getInput(0)), seen);
      default -> false;
    };
  }

  /** True when nothing but assignments of an asset's path can have written the variable. */
  private boolean isOnlySetToAsset(String variable, Set<String> seen) {
    NodeDef handle = graph.node(variable);
    if (handle == null || !handle.getOp().equals("VarHandleOp")) {
      return false;
    }
    boolean assigned = false;
    for (NodeDef user : graph.definition().getGraphDef().getNodeList()) {
      if (!uses(user, variable) || HARMLESS_VARIABLE_USES.contains(user.getOp())) {
        continue;
      }
      boolean assignment = user.getOp().equals("AssignVariableOp") && user.getInputCount() > 1;
      if (!assignment || !isAsset(user.getInput(1), "", seen)) {
        return false;
      }
      assigned = true;
    }
    return assigned;
  }

  private static boolean uses(NodeDef node, String operation) {
    return node.getInputList().stream()
        .anyMatch(
            input -> !input.startsWith("^") && GraphIndex.operationOf(input).equals(operation));
  }

  private boolean isAssetInFunction(String input, String name, Set<String> seen) {
    FunctionDef function = graph.function(name);
    if (function == null) {
      return false;
    }
    if (input.indexOf(':') < 0) {
      return isAssetAtEveryCall(function, input, seen);
    }
    String operation = GraphIndex.operationOf(input);
    return function.getNodeDefList().stream()
        .filter(node -> node.getName().equals(operation))
        .findFirst()
        .filter(node -> node.getOp().equals("Identity") && node.getInputCount() > 0)
        .map(node -> isAsset(node.getInput(0), name, seen))
        .orElse(false);
  }

  private boolean isAssetAtEveryCall(FunctionDef function, String argument, Set<String> seen) {
    int index = argumentIndex(function.getSignature(), argument);
    boolean[] called = new boolean[1];
    boolean everywhere =
        isAssetAtCalls(
            graph.definition().getGraphDef().getNodeList(), "", function, index, seen, called);
    for (FunctionDef caller : graph.functions()) {
      String place = caller.getSignature().getName();
      everywhere &= isAssetAtCalls(caller.getNodeDefList(), place, function, index, seen, called);
    }
    return everywhere && called[0];
  }

  private boolean isAssetAtCalls(
      List<NodeDef> nodes,
      String place,
      FunctionDef function,
      int argument,
      Set<String> seen,
      boolean[] called) {
    String name = function.getSignature().getName();
    for (NodeDef node : nodes) {
      if (!graph.called(node).contains(name)) {
        continue;
      }
      called[0] = true;
      boolean plainCall = CALLS.contains(node.getOp()) || node.getOp().equals(name);
      if (!plainCall
          || argument < 0
          || argument >= node.getInputCount()
          || !isAsset(node.getInput(argument), place, seen)) {
        return false;
      }
    }
    return true;
  }

  private static int argumentIndex(OpDef signature, String name) {
    for (int i = 0; i < signature.getInputArgCount(); i++) {
      if (signature.getInputArg(i).getName().equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
