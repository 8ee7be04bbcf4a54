package dev.scorekeeper.server.evaluation.loss;

import dev.scorekeeper.server.evaluation.Arguments;

/** Circle loss: only of batches. */
record CircleArithmetic(Arguments arguments) implements LossArithmetic {

  @Override
  public LossAccumulator start(MeanAccumulator.Divisor divisor, boolean weighted) {
    throw new IllegalArgumentException(
        "it compares the rows of a batch with each other, so that over a data set it is not"
            + " defined; ask for it in KERAS mode, where there are batches");
  }

  @Override
  public BatchFunction batch() {
    return new Circle(
        arguments.number("gamma"), arguments.number("margin"), arguments.flag("remove_diagonal"));
  }
}
