package dev.scorekeeper.server.runtime;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.tensorflow.proto.NodeDef;

/**
 * Tells whether TensorFlow's fusing of operations may change a graph's bits.
 *
 * <p>On a CPU, TensorFlow's remapper joins a multiplication or convolution with the bias and the
 * activation behind it. A bias, an addition, ReLU and ReLU6 give the same bits either way. Others
 * are computed by other approximations when they are fused, and for these the fused operation is
 * what Keras runs.
 */
final class Fusions {

  /** Operations that are part of a fusion that rounds in its own way, or of one not compared. */
  private static final Set<String> OPERATIONS =
      Set.of(
          // Activations, alone and as parts of GELU, swish and mish.
          "Sigmoid",
          "Tanh",
          "Elu",
          "Selu",
          "LeakyRelu",
          "Erf",
          "Softplus",
          // Normalisation.
          "FusedBatchNorm",
          "FusedBatchNormV2",
          "FusedBatchNormV3",
          "SquaredDifference",
          // Products of more than two dimensions.
          "BatchMatMul",
          "BatchMatMulV2",
          "BatchMatMulV3",
          "Conv3D",
          // Quantised numbers.
          "QuantizeV2",
          "Dequantize");

  private static final String RELU6 = "Relu6";
  private static final String PRODUCT = "Mul";

  private Fusions() {}

  /** Whether any node of the graph or of one of its functions is part of such a fusion. */
  static boolean mayChangeBits(GraphIndex graph) {
    return graph.hasAnyOf(OPERATIONS) || graph.bodies().stream().anyMatch(Fusions::hasHardSwish);
  }

  /** Hard swish is a ReLU6 of x + 3, multiplied. */
  private static boolean hasHardSwish(List<NodeDef> nodes) {
    Set<String> relu6 =
        nodes.stream()
            .filter(node -> node.getOp().equals(RELU6))
            .map(NodeDef::getName)
            .collect(Collectors.toSet());
    return nodes.stream()
        .filter(node -> node.getOp().equals(PRODUCT))
        .flatMap(node -> node.getInputList().stream())
        .anyMatch(input -> relu6.contains(GraphIndex.operationOf(input)));
  }
}
