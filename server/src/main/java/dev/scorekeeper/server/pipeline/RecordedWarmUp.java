package dev.scorekeeper.server.pipeline;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.InputBlock;
import dev.scorekeeper.server.scoring.InputTensor;
import dev.scorekeeper.server.scoring.Layout;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Program;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.Rows;
import dev.scorekeeper.server.scoring.RunException;
import dev.scorekeeper.server.scoring.RunResult;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Runs the requests recorded with a model, in the calling thread. A version that fails on its own
 * recorded requests must not serve.
 */
final class RecordedWarmUp {

  private final ModelId id;

  RecordedWarmUp(ModelId id) {
    this.id = id;
  }

  /** Runs one; a request whose signature changes the model's state is only checked. */
  void run(ServingSignature signature, List<InputTensor> inputs) throws ProblemException {
    Rows rows = bind(signature, inputs);
    if (signature.signature().stateful()) {
      return;
    }
    Program program = signature.choose(List.of()).program();
    try (InputBlock block = program.allocate(rows.layout(), Math.max(1, rows.count()))) {
      fill(block, rows);
      runOnce(program, block, rows.count());
    } catch (RunException e) {
      throw new ProblemException(problem(String.valueOf(e.getMessage())));
    }
  }

  private static void runOnce(Program program, InputBlock block, int count) throws RunException {
    RunResult result = program.run(block, 0, count);
    result.close();
  }

  private Rows bind(ServingSignature signature, List<InputTensor> inputs) throws ProblemException {
    try {
      return signature.binder().bind(inputs, false);
    } catch (ProblemException e) {
      throw new ProblemException(problem(e.problem().message()));
    }
  }

  private Problem problem(String why) {
    return Problem.of(
            Reason.MODEL_WARMUP_FAILED,
            "Model %s fails on a request recorded with it: %s".formatted(id, why))
        .with("model", id.name())
        .with("version", id.version());
  }

  private static void fill(InputBlock block, Rows rows) {
    Layout layout = block.layout();
    for (int i = 0; i < layout.inputCount(); i++) {
      if (layout.types().get(i) == DataType.STRING) {
        long count = layout.elementsPerRow(i) * rows.count();
        for (long k = 0; k < count; k++) {
          block.setString(i, k, rows.string(i, k));
        }
      } else {
        ByteBuffer target = block.buffer(i);
        target.clear().limit((int) (layout.bytesPerRow(i) * rows.count()));
        rows.read(i, 0, target);
      }
    }
  }
}
