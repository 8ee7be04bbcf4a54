package dev.scorekeeper.server.runtime;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.tensorflow.proto.NodeDef;

/**
 * Finds out whether running a signature changes what later runs give.
 *
 * <p>Plain random operations do not count: their runs differ, but no run depends on another in a
 * way that a caller could see. A generator kept in a variable does.
 */
final class StateScan {

  /** Operations that write variables, tables, queues, iterators or accumulators. */
  private static final Pattern WRITES =
      Pattern.compile(
          String.join(
              "|",
              "Assign.*Op|Assign|AssignAdd|AssignSub",
              "Resource(Scatter|Apply|SparseApply|StridedSliceAssign|CountUpTo|Accumulator).*",
              "Scatter(Update|Add|Sub|Mul|Div|Min|Max|NdUpdate|NdAdd|NdSub|NdMin|NdMax)",
              "(Apply|SparseApply)[A-Z].*",
              "StridedSliceAssign|CountUpTo",
              "LookupTable(Insert|Import|Remove).*",
              "Queue(Enqueue|Dequeue|Close).*",
              "Barrier(InsertMany|TakeMany|Close)",
              "(Stage|Unstage|StageClear)|(Map|OrderedMap)(Stage|Unstage|UnstageNoKey|Clear)",
              "Iterator.*|MakeIterator|OneShotIterator|MultiDeviceIterator.*",
              "Stateful(Uniform|StandardNormal|TruncatedNormal|RandomBinomial).*",
              "RngReadAndSkip|RngSkip",
              "(Sparse)?Accumulator(Apply|Take|SetGlobal).*",
              "DestroyResourceOp|(Add|AddMany|TakeMany)Sparse(To|From)TensorsMap",
              "BoostedTreesUpdate.*"));

  private StateScan() {}

  static boolean writesState(GraphIndex graph, List<TensorName> feeds, List<TensorName> fetches) {
    boolean[] found = new boolean[1];
    graph.visitReachable(
        GraphIndex.operationsOf(fetches),
        Set.copyOf(GraphIndex.operationsOf(feeds)),
        (node, function) -> found[0] |= writes(node));
    return found[0];
  }

  static boolean writes(NodeDef node) {
    return WRITES.matcher(node.getOp()).matches();
  }
}
