package dev.scorekeeper.server.evaluation.engine;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** States of runs with what is needed to go on with them elsewhere: the facts of the outputs. */
public final class EvaluationStates {

  private static final int MOST_OUTPUTS = 10_000;

  private EvaluationStates() {}

  /** Writes the facts of a run's outputs, then its state. */
  public static void write(EvaluationRun run, DataOutput out) throws IOException {
    List<OutputFacts> facts = run.setup().facts();
    out.writeInt(facts.size());
    for (OutputFacts output : facts) {
      output.write(out);
    }
    run.write(out);
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param question as the run's setup resolved it
   * @throws IOException also when the bytes are no such state, or of another question
   * @throws EvaluationException when the question cannot be planned here
   */
  public static EvaluationRun read(
      EvaluationPlanner planner, EvaluationQuestion question, DataInput in)
      throws IOException, EvaluationException {
    int size = in.readInt();
    if (size < 1 || size > MOST_OUTPUTS) {
      throw new IOException("there cannot be " + size + " outputs");
    }
    List<OutputFacts> facts = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      facts.add(OutputFacts.read(in));
    }
    EvaluationRun run = planner.plan(question, facts).start();
    run.read(in);
    return run;
  }
}
