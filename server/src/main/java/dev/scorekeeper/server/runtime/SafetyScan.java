package dev.scorekeeper.server.runtime;

import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/**
 * Refuses graphs that reach files, sockets or the host, before TensorFlow sees them.
 *
 * <p>Every node of the graph and of every function counts, whether a signature reaches it or not,
 * with two exceptions that every SavedModel needs. The saver's own checkpoint operations: writing
 * is fine where nothing that the server runs can reach it, reading also where only the restore
 * operation does. And tables filled from files that are assets of the model.
 */
final class SafetyScan {

  private static final int MOST_SHOWN = 5;

  private final GraphIndex graph;
  private final AssetPaths assets;
  private final Set<NodeDef> served;
  private final Set<NodeDef> restoring;

  private SafetyScan(GraphIndex graph) {
    this.graph = graph;
    this.assets = new AssetPaths(graph);
    this.served = reachable(servedOperations(graph.definition()));
    String restore = graph.definition().getSaverDef().getRestoreOpName();
    this.restoring = reachable(Set.of(TensorName.parse(restore).operation()));
  }

  /**
   * Checks a graph.
   *
   * @throws ProblemException with MODEL_UNSAFE, naming the operations and where they are
   */
  static void check(ModelId id, GraphIndex graph) throws ProblemException {
    List<String> findings = new SafetyScan(graph).findings();
    if (findings.isEmpty()) {
      return;
    }
    String shown = findings.stream().limit(MOST_SHOWN).collect(Collectors.joining("; "));
    int more = findings.size() - MOST_SHOWN;
    throw new ProblemException(
        Problem.of(
                Reason.MODEL_UNSAFE,
                "model "
                    + id
                    + " reaches outside the server: "
                    + shown
                    + (more > 0 ? "; and " + more + " more" : "")
                    + ". To load it all the same, set 'trusted: true' for this model in the"
                    + " server's configuration")
            .with("model", id.name())
            .with("version", id.version())
            .with("operations", shown));
  }

  private List<String> findings() {
    List<String> findings = new ArrayList<>();
    for (NodeDef node : graph.definition().getGraphDef().getNodeList()) {
      add(findings, node, "");
    }
    for (FunctionDef function : graph.functions()) {
      for (NodeDef node : function.getNodeDefList()) {
        add(findings, node, function.getSignature().getName());
      }
    }
    return findings;
  }

  private void add(List<String> findings, NodeDef node, String function) {
    String reason = reason(node, function);
    if (reason != null) {
      String place = function.isEmpty() ? "" : " in function '" + function + "'";
      findings.add(node.getOp() + " (" + reason + ") at '" + node.getName() + "'" + place);
    }
  }

  private @Nullable String reason(NodeDef node, String function) {
    if (UnsafeOperations.writesCheckpoint(node)) {
      return served.contains(node) || restoring.contains(node)
          ? "writes a checkpoint while it serves or loads"
          : null;
    }
    if (UnsafeOperations.readsCheckpoint(node)) {
      return served.contains(node) ? "reads a checkpoint while it serves" : null;
    }
    if (UnsafeOperations.readsTable(node)) {
      return assets.fillsTableFromAsset(node, function)
          ? null
          : "reads a file that is not an asset of the model";
    }
    return UnsafeOperations.reason(node);
  }

  private Set<NodeDef> reachable(Set<String> operations) {
    Set<NodeDef> nodes = Collections.newSetFromMap(new IdentityHashMap<>());
    graph.visitReachable(operations, Set.of(), (node, function) -> nodes.add(node));
    return nodes;
  }

  /** What the server runs apart from restoring: the signatures' outputs and the init operations. */
  private static Set<String> servedOperations(MetaGraphDef definition) {
    Set<String> names = new LinkedHashSet<>();
    for (SignatureDef signature : definition.getSignatureDefMap().values()) {
      for (TensorInfo output : signature.getOutputsMap().values()) {
        names.add(TensorName.parse(output.getName()).operation());
      }
    }
    for (String key : List.of("saved_model_main_op", "legacy_init_op")) {
      CollectionDef collection = definition.getCollectionDefMap().get(key);
      if (collection != null) {
        for (String name : collection.getNodeList().getValueList()) {
          names.add(TensorName.parse(name).operation());
        }
      }
    }
    return names;
  }
}
