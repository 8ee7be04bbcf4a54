package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.v1.ArgMax;
import dev.scorekeeper.v1.OutputKind;
import dev.scorekeeper.v1.RequestedOutput;
import dev.scorekeeper.v1.Sigmoid;
import dev.scorekeeper.v1.Softmax;
import dev.scorekeeper.v1.Threshold;
import dev.scorekeeper.v1.TopK;
import dev.scorekeeper.v1.Transform;
import java.util.Random;

/** Requested outputs at random. */
final class OutputForms {

  private OutputForms() {}

  /** An output that is asked for in a way that the reader accepts. */
  static RequestedOutput.Builder usual(String name, Random random) {
    RequestedOutput.Builder output = RequestedOutput.newBuilder().setName(name);
    if (random.nextBoolean()) {
      output.setExpectedKind(OutputKind.forNumber(random.nextInt(6)));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      output.addTransforms(transform(random));
    }
    return output;
  }

  private static Transform transform(Random random) {
    Transform.Builder transform = Transform.newBuilder();
    switch (random.nextInt(5)) {
      case 0 -> transform.setSoftmax(Softmax.getDefaultInstance());
      case 1 -> transform.setSigmoid(Sigmoid.getDefaultInstance());
      case 2 -> transform.setArgMax(ArgMax.getDefaultInstance());
      case 3 -> transform.setTopK(TopK.newBuilder().setK(1 + random.nextInt(9)));
      default ->
          transform.setThreshold(
              Threshold.newBuilder()
                  .setValue(random.nextGaussian())
                  .setInclusive(random.nextBoolean()));
    }
    return transform.build();
  }
}
