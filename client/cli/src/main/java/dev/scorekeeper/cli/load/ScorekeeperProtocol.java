package dev.scorekeeper.cli.load;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.scorekeeper.cli.data.Block;
import dev.scorekeeper.cli.data.ElementType;
import dev.scorekeeper.v1.ModelSpec;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import dev.scorekeeper.v1.Tensor;
import java.util.List;

/** The server's own protocol, scorekeeper.v1: Predict and PredictStream. */
public final class ScorekeeperProtocol implements LoadProtocol {
  private final PredictRequest empty;

  /**
   * @param model name, and the version if one is to be asked for
   * @param signature empty for the default
   */
  public ScorekeeperProtocol(ModelSpec model, String signature) {
    empty = PredictRequest.newBuilder().setModel(model).setSignature(signature).build();
  }

  @Override
  public String name() {
    return "scorekeeper.v1";
  }

  @Override
  public byte[] encode(List<Block> inputs) {
    PredictRequest.Builder request = empty.toBuilder();
    for (Block input : inputs) {
      request.addInputs(tensor(input));
    }
    return request.build().toByteArray();
  }

  private static Tensor tensor(Block block) {
    Tensor.Builder tensor =
        Tensor.newBuilder()
            .setName(block.name())
            .setDtype(block.type().wireType())
            .addShape(block.rowCount());
    block.rowShape().forEach(tensor::addShape);
    if (block.type() == ElementType.STRING) {
      block.strings().forEach(string -> tensor.addStringValues(ByteString.copyFrom(string)));
    } else {
      tensor.setData(UnsafeByteOperations.unsafeWrap(block.data()));
    }
    return tensor.build();
  }

  @Override
  public Sender open(String target, int connections, boolean stream, long deadlineNanos) {
    Channels channels = new Channels(target, connections);
    return stream
        ? new StreamSender(channels)
        : new UnarySender(channels, ScoringServiceGrpc.getPredictMethod(), deadlineNanos);
  }
}
