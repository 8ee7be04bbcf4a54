package dev.scorekeeper.server.runtime;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_SessionRun;

import dev.scorekeeper.server.scoring.InputBlock;
import dev.scorekeeper.server.scoring.Layout;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.Program;
import dev.scorekeeper.server.scoring.RunException;
import dev.scorekeeper.server.scoring.RunResult;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.scoring.Signature;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerPointer;

/**
 * The hot path: one call of TF_SessionRun in the calling thread, with arrays that the block keeps.
 *
 * <p>The session and the endpoints belong to the model.
 */
final class NativeProgram implements Program {

  private final NativeSession session;
  private final Signature signature;
  private final List<OutputSpec> outputs;
  private final Endpoints feeds;
  private final Endpoints fetches;

  /**
   * Shapes that the last run gave. Racy on purpose: shapes are immutable, and a lost write only
   * costs an object.
   */
  private final Shape[] lastShapes;

  NativeProgram(
      NativeSession session,
      Signature signature,
      List<OutputSpec> outputs,
      Endpoints feeds,
      Endpoints fetches) {
    this.session = session;
    this.signature = signature;
    this.outputs = List.copyOf(outputs);
    this.feeds = feeds;
    this.fetches = fetches;
    this.lastShapes = new Shape[outputs.size()];
    Arrays.fill(lastShapes, Shape.scalar());
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public List<OutputSpec> outputs() {
    return outputs;
  }

  @Override
  public InputBlock allocate(Layout layout, int capacity) {
    if (layout.inputCount() != feeds.count()) {
      throw new IllegalArgumentException(
          "the layout has " + layout.inputCount() + " inputs, the signature " + feeds.count());
    }
    for (int i = 0; i < feeds.count(); i++) {
      if (layout.types().get(i) != signature.inputs().get(i).type()) {
        throw new IllegalArgumentException(
            "the layout has another type than input '" + signature.inputs().get(i).name() + "'");
      }
    }
    return NativeBlock.allocate(
        layout, capacity, Math.max(signature.outputs().size(), fetches.count()));
  }

  @Override
  public RunResult run(InputBlock inputBlock, int from, int count) throws RunException {
    NativeBlock block = (NativeBlock) inputBlock;
    if (block.layout().inputCount() != feeds.count()) {
      throw new IllegalArgumentException("the block is of another signature");
    }
    if (signature.stateful()) {
      block.prepareCopies(from, count);
      try {
        call(block);
      } finally {
        block.deleteCopies();
      }
    } else {
      block.prepare(from, count);
      call(block);
    }
    block.status().throwIfFailed();
    return NativeResult.take(block, outputs, lastShapes);
  }

  private void call(NativeBlock block) {
    TF_SessionRun(
        session.pointer(),
        null,
        feeds.pointer(),
        block.inputPointers(),
        feeds.count(),
        fetches.pointer(),
        block.outputPointers(),
        fetches.count(),
        (PointerPointer<?>) null,
        0,
        null,
        block.status().pointer());
  }
}
