package dev.scorekeeper.server.evaluation.keras;

/** What a model does last. */
final class Activations {
  private Activations() {}

  static float[] sigmoid(float[] logits) {
    float[] result = new float[logits.length];
    for (int i = 0; i < logits.length; i++) {
      result[i] = (float) (1 / (1 + Math.exp(-(double) logits[i])));
    }
    return result;
  }

  static float[] softmax(float[] logits, int classes) {
    float[] result = new float[logits.length];
    for (int from = 0; from < logits.length; from += classes) {
      double sum = 0;
      double greatest = Double.NEGATIVE_INFINITY;
      for (int i = from; i < from + classes; i++) {
        greatest = Math.max(greatest, logits[i]);
      }
      for (int i = from; i < from + classes; i++) {
        sum += Math.exp(logits[i] - greatest);
      }
      for (int i = from; i < from + classes; i++) {
        result[i] = (float) (Math.exp(logits[i] - greatest) / sum);
      }
    }
    return result;
  }
}
