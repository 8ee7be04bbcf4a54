package dev.scorekeeper.cli.keras;

import dev.scorekeeper.v1.EvaluatedOutput;
import java.util.List;

/**
 * What a model was compiled with, as a question to the server.
 *
 * @param outputs losses and metrics of each output, in the order of the model's outputs
 * @param notTranslated a sentence for everything that is not in {@code outputs}, or that makes
 *     Keras' numbers differ from the server's; empty when all was taken over
 */
public record CompiledQuestion(List<EvaluatedOutput> outputs, List<String> notTranslated) {

  public CompiledQuestion {
    outputs = List.copyOf(outputs);
    notTranslated = List.copyOf(notTranslated);
  }
}
