package dev.scorekeeper.server.evaluation.spec;

import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.SpecException;
import java.util.List;
import java.util.Locale;

/** Names that mean different metrics for different outputs: accuracy and crossentropy. */
public final class ShapeNames {

  private ShapeNames() {}

  /** Which of three a name stands for. */
  public enum Kind {
    BINARY("binary"),
    CATEGORICAL("categorical"),
    SPARSE_CATEGORICAL("sparse_categorical");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }

    public String accuracy() {
      return prefix + "_accuracy";
    }

    public String crossentropy() {
      return prefix + "_crossentropy";
    }
  }

  /** Whether it is {@code accuracy} or {@code acc}, in any case. */
  public static boolean isAccuracy(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.equals("accuracy") || lower.equals("acc");
  }

  /** Whether it is {@code crossentropy} or {@code ce}, in any case. */
  public static boolean isCrossentropy(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.equals("crossentropy") || lower.equals("ce");
  }

  /**
   * By how labels are written: what is asked, not what shapes happen to be equal. Labels of many
   * questions are binary, where Keras compares the greatest elements.
   *
   * @throws SpecException when labels are no classes
   */
  public static Kind byEncoding(MetricContext context, String name) throws SpecException {
    if (context.encoding() == MetricContext.LabelEncoding.REAL) {
      throw new SpecException(
              SpecException.Kind.NOT_SUITABLE,
              name + " needs labels that are classes; those of " + context.output() + " are real")
          .with("metric", name)
          .with("output", context.output())
          .with("expected", "labels that are classes")
          .with("got", "real labels");
    }
    boolean questions =
        context.encoding() == MetricContext.LabelEncoding.MULTI_LABEL
            || context.encoding() == MetricContext.LabelEncoding.SIGNED_BINARY;
    if (questions || context.classes() == 1) {
      return Kind.BINARY;
    }
    return context.encoding() == MetricContext.LabelEncoding.ONE_HOT
        ? Kind.CATEGORICAL
        : Kind.SPARSE_CATEGORICAL;
  }

  /**
   * By Keras' rule, {@code is_binary_or_sparse_categorical}, from whole shapes, the leading
   * dimension among them.
   */
  public static Kind byKeras(List<Integer> labels, List<Integer> predictions) {
    int lastOfLabels = last(labels);
    int lastOfPredictions = last(predictions);
    if (lastOfPredictions == 1) {
      return Kind.BINARY;
    }
    boolean sparse =
        labels.size() < predictions.size() || (lastOfLabels == 1 && lastOfPredictions > 1);
    return sparse ? Kind.SPARSE_CATEGORICAL : Kind.CATEGORICAL;
  }

  private static int last(List<Integer> shape) {
    return shape.isEmpty() ? 1 : shape.get(shape.size() - 1);
  }
}
