package dev.scorekeeper.server.runtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GradientDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;

/** A graph's nodes and functions by name. Immutable. */
final class GraphIndex {

  private final MetaGraphDef definition;
  private final Map<String, NodeDef> nodes = new HashMap<>();
  private final Map<String, FunctionDef> functions = new LinkedHashMap<>();
  private final Map<String, String> gradients = new HashMap<>();

  GraphIndex(MetaGraphDef definition) {
    this.definition = definition;
    for (NodeDef node : definition.getGraphDef().getNodeList()) {
      nodes.put(node.getName(), node);
    }
    for (FunctionDef function : definition.getGraphDef().getLibrary().getFunctionList()) {
      functions.put(function.getSignature().getName(), function);
    }
    for (GradientDef gradient : definition.getGraphDef().getLibrary().getGradientList()) {
      gradients.put(gradient.getFunctionName(), gradient.getGradientFunc());
    }
  }

  MetaGraphDef definition() {
    return definition;
  }

  /** A node of the graph itself, not of a function. */
  @Nullable NodeDef node(String name) {
    return nodes.get(name);
  }

  @Nullable FunctionDef function(String name) {
    return functions.get(name);
  }

  Collection<FunctionDef> functions() {
    return functions.values();
  }

  /** The nodes of the graph itself, and those of each of its functions. */
  List<List<NodeDef>> bodies() {
    List<List<NodeDef>> bodies = new ArrayList<>();
    bodies.add(definition.getGraphDef().getNodeList());
    functions.values().forEach(function -> bodies.add(function.getNodeDefList()));
    return bodies;
  }

  /** Whether any node of the graph or of one of its functions is one of these operations. */
  boolean hasAnyOf(Set<String> operations) {
    return bodies().stream()
        .anyMatch(nodes -> nodes.stream().anyMatch(node -> operations.contains(node.getOp())));
  }

  /**
   * Functions that a node may call: those its attributes name, and the one it is an instance of.
   */
  Set<String> called(NodeDef node) {
    Set<String> names = new HashSet<>();
    if (functions.containsKey(node.getOp())) {
      names.add(node.getOp());
    }
    for (AttrValue value : node.getAttrMap().values()) {
      if (value.hasFunc()) {
        names.add(value.getFunc().getName());
      }
      for (NameAttrList function : value.getList().getFuncList()) {
        names.add(function.getName());
      }
    }
    names.retainAll(functions.keySet());
    return names;
  }

  /**
   * Visits what computing some operations may execute: their ancestors in the graph, and every node
   * of every function these may call.
   *
   * @param roots names of operations of the graph
   * @param stops operations that are fed, behind which nothing is computed
   * @param visitor gets each node once, with the name of its function, empty for the graph itself
   */
  void visitReachable(
      Collection<String> roots, Set<String> stops, BiConsumer<NodeDef, String> visitor) {
    Deque<String> open = new ArrayDeque<>(roots);
    Set<String> seen = new HashSet<>(stops);
    Deque<String> called = new ArrayDeque<>();
    while (!open.isEmpty()) {
      String name = open.pop();
      NodeDef node = nodes.get(name);
      if (node == null || !seen.add(name)) {
        continue;
      }
      visitor.accept(node, "");
      called.addAll(called(node));
      for (String input : node.getInputList()) {
        open.push(operationOf(input));
      }
    }
    visitFunctions(called, visitor);
  }

  private void visitFunctions(Deque<String> called, BiConsumer<NodeDef, String> visitor) {
    Set<String> seen = new HashSet<>();
    while (!called.isEmpty()) {
      String name = called.pop();
      FunctionDef function = functions.get(name);
      if (function == null || !seen.add(name)) {
        continue;
      }
      for (NodeDef node : function.getNodeDefList()) {
        visitor.accept(node, name);
        called.addAll(called(node));
      }
      String gradient = gradients.get(name);
      if (gradient != null) {
        called.add(gradient);
      }
    }
  }

  /** The operation that an input names: {@code ^name}, {@code name} or {@code name:1}. */
  static String operationOf(String input) {
    String name = input.startsWith("^") ? input.substring(1) : input;
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }

  /** Names of the operations that some tensors are outputs of. */
  static List<String> operationsOf(List<TensorName> tensors) {
    return tensors.stream().map(TensorName::operation).toList();
  }
}
