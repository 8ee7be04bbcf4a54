package dev.scorekeeper.server.pipeline;

import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.Program;
import java.util.List;

/**
 * The outputs that a request wants and the program that gives them, perhaps among others and in
 * another order. Immutable.
 */
final class OutputChoice {

  private final Program program;
  private final List<OutputSpec> outputs;
  private final int[] positions;
  private final boolean whole;

  /**
   * @param outputs what the request wants, in its order
   * @param positions where each is among the outputs of the program; taken over
   */
  OutputChoice(Program program, List<OutputSpec> outputs, int[] positions) {
    this.program = program;
    this.outputs = List.copyOf(outputs);
    this.positions = positions;
    this.whole = isIdentity(positions) && positions.length == program.outputs().size();
  }

  private static boolean isIdentity(int[] positions) {
    for (int i = 0; i < positions.length; i++) {
      if (positions[i] != i) {
        return false;
      }
    }
    return true;
  }

  /** All outputs of the program, as it gives them. */
  static OutputChoice all(Program program) {
    int[] positions = new int[program.outputs().size()];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = i;
    }
    return new OutputChoice(program, program.outputs(), positions);
  }

  Program program() {
    return program;
  }

  List<OutputSpec> outputs() {
    return outputs;
  }

  /** True when it is all that the program gives, in its order. */
  boolean isWhole() {
    return whole;
  }

  /** Where output {@code output} of the request is among those of the program. */
  int position(int output) {
    return positions[output];
  }
}
