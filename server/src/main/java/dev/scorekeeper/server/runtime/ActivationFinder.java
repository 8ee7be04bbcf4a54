package dev.scorekeeper.server.runtime;

import dev.scorekeeper.server.scoring.Activation;
import dev.scorekeeper.server.scoring.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * Finds the sigmoid or softmax that gives an output, through calls of functions and operations that
 * copy.
 *
 * <p>As Keras does, which computes a crossentropy from the numbers before it only when the output
 * itself comes from it: a cast or a reshape behind it is the end of the search. Only float32
 * counts.
 */
final class ActivationFinder {

  private static final Set<String> COPIES = Set.of("Identity", "StopGradient", "Snapshot");
  private static final Set<String> CALLS = Set.of("PartitionedCall", "StatefulPartitionedCall");

  /** Longer chains are taken for a loop. */
  private static final int MAX_STEPS = 1_000;

  private ActivationFinder() {}

  /**
   * An activation.
   *
   * @param calls names of the nodes that call the function in which it is, each in the function
   *     that the one before calls; empty when it is in the graph itself
   * @param source what it is computed from, as an input of a node there names it
   */
  record Found(Activation activation, List<String> calls, String source) {
    Found {
      calls = List.copyOf(calls);
    }
  }

  /** The activation behind an output of the graph; null when there is none. */
  static @Nullable Found find(GraphIndex graph, TensorName output) {
    List<String> calls = new ArrayList<>();
    FunctionDef inside = null;
    NodeDef node = graph.node(output.operation());
    int index = output.index();
    for (int i = 0; node != null && i < MAX_STEPS; i++) {
      Activation activation = activation(node);
      if (activation != Activation.NONE) {
        return new Found(activation, calls, node.getInput(0));
      }
      String source;
      if (CALLS.contains(node.getOp())) {
        FunctionDef called = graph.function(functionOf(node));
        if (called == null) {
          return null;
        }
        calls.add(node.getName());
        inside = called;
        source = result(called, index);
      } else if (COPIES.contains(node.getOp())) {
        source = node.getInput(0);
      } else {
        source = node.getOp().equals("IdentityN") ? node.getInput(index) : null;
      }
      if (source == null) {
        return null;
      }
      String[] parts = source.split(":", -1);
      index = parts.length > 1 ? Integer.parseInt(parts[parts.length - 1]) : 0;
      node = inside == null ? graph.node(parts[0]) : node(inside, parts);
    }
    return null;
  }

  private static Activation activation(NodeDef node) {
    int type = node.getAttrOrDefault("T", AttrValue.getDefaultInstance()).getTypeValue();
    if (type != DataType.FLOAT32.tensorFlowNumber() || node.getInputCount() == 0) {
      return Activation.NONE;
    }
    return switch (node.getOp()) {
      case "Sigmoid" -> Activation.SIGMOID;
      case "Softmax" -> Activation.SOFTMAX;
      default -> Activation.NONE;
    };
  }

  /** Name of the function that a node calls. */
  static String functionOf(NodeDef call) {
    return call.getAttrOrDefault("f", AttrValue.getDefaultInstance()).getFunc().getName();
  }

  private static @Nullable String result(FunctionDef function, int output) {
    OpDef signature = function.getSignature();
    return output < signature.getOutputArgCount()
        ? function.getRetMap().get(signature.getOutputArg(output).getName())
        : null;
  }

  /** The node that an input within a function names; null for an argument. */
  private static @Nullable NodeDef node(FunctionDef function, String[] parts) {
    if (parts.length == 1) {
      return null;
    }
    for (NodeDef node : function.getNodeDefList()) {
      if (node.getName().equals(parts[0])) {
        return node;
      }
    }
    return null;
  }
}
