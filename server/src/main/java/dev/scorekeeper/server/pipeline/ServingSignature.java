package dev.scorekeeper.server.pipeline;

import dev.scorekeeper.server.scoring.LoadedModel;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Program;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.Signature;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A signature of a loaded version with what requests for it need: its binder and its programs.
 * Thread-safe.
 *
 * <p>Each set of outputs has one program, whatever the order in which requests name them, so that
 * they share runs. A signature of n outputs has 2^n such sets; past {@link #MAX_PROGRAMS} of them a
 * request is given the program of all outputs and takes its own from that.
 */
final class ServingSignature {

  /** Most programs kept for one signature. */
  static final int MAX_PROGRAMS = 64;

  private final Signature signature;
  private final LoadedModel model;
  private final RequestBinder binder;
  private final OutputChoice all;
  private final ConcurrentMap<BitSet, Program> programs = new ConcurrentHashMap<>();

  ServingSignature(LoadedModel model, Signature signature) {
    this.signature = signature;
    this.model = model;
    this.binder = new RequestBinder(signature);
    this.all = OutputChoice.all(model.program(signature.name(), names(signature)));
  }

  Signature signature() {
    return signature;
  }

  RequestBinder binder() {
    return binder;
  }

  /**
   * The outputs of these names; all when there are none.
   *
   * @throws ProblemException OUTPUT_UNKNOWN
   */
  OutputChoice choose(List<String> wanted) throws ProblemException {
    if (wanted.isEmpty()) {
      return all;
    }
    BitSet set = new BitSet();
    for (int i = 0; i < wanted.size(); i++) {
      int index = signature.outputIndex(wanted.get(i));
      if (index < 0) {
        throw new ProblemException(unknown(wanted.get(i), i));
      }
      set.set(index);
    }
    return choice(program(set), wanted);
  }

  private Program program(BitSet set) {
    if (set.cardinality() == signature.outputs().size()) {
      return all.program();
    }
    Program known = programs.get(set);
    if (known != null) {
      return known;
    }
    // Two threads may both see the last free place; one program too many does no harm.
    return programs.size() >= MAX_PROGRAMS
        ? all.program()
        : programs.computeIfAbsent(set, this::makeProgram);
  }

  private Program makeProgram(BitSet set) {
    List<String> names = set.stream().mapToObj(i -> signature.outputs().get(i).name()).toList();
    return model.program(signature.name(), names);
  }

  private static OutputChoice choice(Program program, List<String> wanted) {
    int[] positions = new int[wanted.size()];
    OutputSpec[] outputs = new OutputSpec[wanted.size()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = position(program, wanted.get(i));
      outputs[i] = program.outputs().get(positions[i]);
    }
    return new OutputChoice(program, List.of(outputs), positions);
  }

  private static int position(Program program, String name) {
    for (int i = 0; i < program.outputs().size(); i++) {
      if (program.outputs().get(i).name().equals(name)) {
        return i;
      }
    }
    throw new IllegalStateException("the program lacks output " + name);
  }

  private Problem unknown(String output, int index) {
    String known = String.join(", ", names(signature));
    return Problem.ofField(
            Reason.OUTPUT_UNKNOWN,
            "outputs[" + index + "].name",
            "Signature '%s' has no output '%s'; its outputs are: %s."
                .formatted(signature.name(), output, known))
        .with("output", output)
        .with("signature", signature.name())
        .with("expected", known);
  }

  private static List<String> names(Signature signature) {
    return signature.outputs().stream().map(OutputSpec::name).toList();
  }
}
