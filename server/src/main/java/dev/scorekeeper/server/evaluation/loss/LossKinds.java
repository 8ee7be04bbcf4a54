package dev.scorekeeper.server.evaluation.loss;

import dev.scorekeeper.server.evaluation.Arguments;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.Parameter;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.loss.LossArithmetic.OfRegions;
import dev.scorekeeper.server.evaluation.loss.LossKind.AsMetric;
import dev.scorekeeper.server.evaluation.loss.LossKind.Maker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** All losses of Keras 3.15.1. */
final class LossKinds {

  private static final Parameter FROM_LOGITS =
      Parameter.of("from_logits", Parameter.Type.BOOLEAN, false);
  private static final Parameter SMOOTHING =
      Parameter.of("label_smoothing", Parameter.Type.NUMBER, 0.0);
  private static final Parameter AXIS = Parameter.of("axis", Parameter.Type.INTEGER, -1L);
  private static final Parameter GAMMA = Parameter.of("gamma", Parameter.Type.NUMBER, 2.0);

  static final List<LossKind> ALL =
      List.of(
          point("mean_squared_error", Formula.SQUARED_ERROR, "MeanSquaredError", "mse"),
          point("mean_absolute_error", Formula.ABSOLUTE_ERROR, "MeanAbsoluteError", "mae"),
          point(
              "mean_absolute_percentage_error",
              Formula.ABSOLUTE_PERCENTAGE_ERROR,
              "MeanAbsolutePercentageError",
              "mape"),
          point(
              "mean_squared_logarithmic_error",
              Formula.SQUARED_LOGARITHMIC_ERROR,
              "MeanSquaredLogarithmicError",
              "msle"),
          cosine(),
          huber(),
          logCosh(),
          hinge("hinge", Formula.HINGE),
          hinge("squared_hinge", Formula.SQUARED_HINGE),
          vector("categorical_hinge", AxisLosses::categoricalHinge, "CategoricalHinge"),
          vector(
              "kl_divergence",
              AxisLosses::divergence,
              "KLDivergence",
              "kld",
              "kullback_leibler_divergence"),
          point("poisson", Formula.POISSON, "Poisson"),
          binaryCrossentropy(),
          binaryFocalCrossentropy(),
          categoricalCrossentropy(),
          categoricalFocalCrossentropy(),
          sparseCategoricalCrossentropy(),
          ctc(),
          overlap("dice", Overlap.DICE),
          overlap("tversky", Overlap.TVERSKY),
          circle(),
          generalizedCrossentropy());

  private LossKinds() {}

  private static LossKind point(String id, Formula formula, String... aliases) {
    return LossKind.of(id, List.of(aliases), List.of(), sameShape(id, formula::function));
  }

  private static LossKind vector(String id, AxisLosses.Vector vector, String... aliases) {
    return LossKind.of(id, List.of(aliases), List.of(), sameShape(id, vector::function));
  }

  /** The only one whose loss and metric differ, by their sign. */
  private static LossKind cosine() {
    String id = "cosine_similarity";
    AxisLosses.Vector loss = (y, p, from, size) -> -AxisLosses.cosine(y, p, from, size);
    AxisLosses.Vector metric = AxisLosses::cosine;
    List<String> aliases = List.of("CosineSimilarity");
    return new LossKind(
        id,
        aliases,
        List.of(AXIS),
        onLastAxis(id, sameShape(id, loss::function)),
        Optional.of(
            new AsMetric(id, aliases, onLastAxis(id, sameShape(id, metric::function)), true)));
  }

  private static LossKind huber() {
    return LossKind.of(
        "huber",
        List.of("Huber", "huber_loss"),
        List.of(Parameter.of("delta", Parameter.Type.NUMBER, 1.0)),
        (context, arguments) -> {
          Formula formula = Formula.huber(arguments.number("delta"));
          return sameShape("huber", formula::function).make(context, arguments);
        });
  }

  private static LossKind logCosh() {
    Maker maker = sameShape("log_cosh", Formula.LOG_COSH::function);
    List<String> aliases = List.of("LogCosh", "LogCoshError");
    AsMetric metric = new AsMetric("logcosh", aliases, maker, false);
    return new LossKind("log_cosh", aliases, List.of(), maker, Optional.of(metric));
  }

  private static LossKind hinge(String id, Formula formula) {
    return LossKind.of(
        id,
        List.of(),
        List.of(),
        (context, arguments) -> {
          Suitability.sameShape(id, context);
          return LossArithmetic.ofHinge(formula);
        });
  }

  private static LossKind binaryCrossentropy() {
    String id = "binary_crossentropy";
    return LossKind.of(
        id,
        List.of("BinaryCrossentropy", "bce"),
        List.of(FROM_LOGITS, SMOOTHING, AXIS),
        scores(
            id,
            arguments -> {
              boolean logits = arguments.flag("from_logits");
              double smoothing = smoothing(arguments);
              return () -> new BinaryCrossentropy(logits, smoothing);
            }));
  }

  private static LossKind binaryFocalCrossentropy() {
    String id = "binary_focal_crossentropy";
    return LossKind.of(
        id,
        List.of("BinaryFocalCrossentropy"),
        List.of(
            Parameter.of("apply_class_balancing", Parameter.Type.BOOLEAN, false),
            Parameter.of("alpha", Parameter.Type.NUMBER, 0.25),
            GAMMA,
            FROM_LOGITS,
            SMOOTHING,
            AXIS),
        scores(
            id,
            arguments -> {
              boolean logits = arguments.flag("from_logits");
              double smoothing = smoothing(arguments);
              double gamma = arguments.number("gamma");
              double alpha = arguments.number("alpha");
              boolean balanced = arguments.flag("apply_class_balancing");
              return () -> new BinaryFocalCrossentropy(logits, smoothing, gamma, alpha, balanced);
            }));
  }

  private static LossKind categoricalCrossentropy() {
    String id = "categorical_crossentropy";
    return LossKind.of(
        id,
        List.of("CategoricalCrossentropy"),
        List.of(FROM_LOGITS, SMOOTHING, AXIS),
        scores(
            id,
            arguments -> {
              boolean logits = arguments.flag("from_logits");
              double smoothing = smoothing(arguments);
              return () -> new CategoricalCrossentropy(logits, smoothing);
            }));
  }

  private static LossKind categoricalFocalCrossentropy() {
    String id = "categorical_focal_crossentropy";
    return LossKind.of(
        id,
        List.of("CategoricalFocalCrossentropy"),
        List.of(
            Parameter.of("alpha", Parameter.Type.NUMBERS, 0.25),
            GAMMA,
            FROM_LOGITS,
            SMOOTHING,
            AXIS),
        (context, arguments) -> {
          double[] alpha = arguments.numbers("alpha");
          if (alpha.length != 1 && alpha.length != context.classes()) {
            throw new IllegalArgumentException(
                "alpha has " + alpha.length + " elements for " + context.classes() + " classes");
          }
          boolean logits = arguments.flag("from_logits");
          double smoothing = smoothing(arguments);
          double gamma = arguments.number("gamma");
          return scores(
                  id, a -> () -> new CategoricalFocalCrossentropy(logits, smoothing, gamma, alpha))
              .make(context, arguments);
        });
  }

  private static LossKind sparseCategoricalCrossentropy() {
    String id = "sparse_categorical_crossentropy";
    Maker maker =
        (context, arguments) -> {
          Suitability.sparse(id, context);
          boolean logits = arguments.flag("from_logits");
          Suitability.scores(id, context, logits);
          double ignored =
              arguments.has("ignore_class")
                  ? arguments.integer("ignore_class")
                  : SparseCategoricalCrossentropy.NO_CLASS;
          return LossArithmetic.ofElements(
              () -> new SparseCategoricalCrossentropy(logits, ignored));
        };
    return LossKind.of(
        id,
        List.of("SparseCategoricalCrossentropy"),
        List.of(FROM_LOGITS, Parameter.of("ignore_class", Parameter.Type.INTEGER, null), AXIS),
        onLastAxis(id, maker));
  }

  private static LossKind ctc() {
    return LossKind.of(
        "ctc",
        List.of("CTC"),
        List.of(),
        (context, arguments) -> {
          if (context.predictionShape().size() != 2 || context.labelShape().size() != 1) {
            throw new SpecException(
                    SpecException.Kind.NOT_SUITABLE,
                    "ctc needs predictions of shape [time, classes] and labels of shape [length]")
                .with("metric", "ctc")
                .with("expected", "[time, classes] and [length]")
                .with("got", context.predictionShape() + " and " + context.labelShape());
          }
          return LossArithmetic.ofElements(Ctc::new);
        });
  }

  private static LossKind overlap(String id, Overlap overlap) {
    Parameter axis = Parameter.of("axis", Parameter.Type.INTEGERS, null);
    Parameter aggregation = Parameter.of("aggregation", Parameter.Type.TEXT, null);
    List<Parameter> parameters =
        overlap == Overlap.DICE
            ? List.of(axis, aggregation)
            : List.of(
                Parameter.of("alpha", Parameter.Type.NUMBER, 0.5),
                Parameter.of("beta", Parameter.Type.NUMBER, 0.5),
                axis,
                aggregation);
    Maker maker =
        (context, arguments) -> {
          Suitability.sameShape(id, context);
          return regions(id, overlap, context, arguments);
        };
    AsMetric metric = new AsMetric(id + "_loss", List.of(), maker, false);
    return new LossKind(id, List.of(), parameters, maker, Optional.of(metric));
  }

  private static LossArithmetic regions(
      String id, Overlap overlap, MetricContext context, Arguments arguments) throws SpecException {
    List<Integer> axes = new ArrayList<>();
    if (arguments.has("axis")) {
      Arrays.stream(arguments.numbers("axis")).forEach(axis -> axes.add((int) axis));
    }
    int rank = context.predictionShape().size() + 1;
    if (axes.stream().anyMatch(axis -> axis < -rank || axis >= rank)) {
      throw new IllegalArgumentException("axis is out of range for " + rank + " axes");
    }
    boolean overRows = axes.isEmpty() || axes.contains(0) || axes.contains(-rank);
    String asked = arguments.has("aggregation") ? arguments.text("aggregation") : "";
    OfRegions.Grouping grouping =
        switch (asked) {
          case "dataset" -> OfRegions.Grouping.DATASET;
          case "per_example" -> OfRegions.Grouping.PER_EXAMPLE;
          case "" -> overRows ? OfRegions.Grouping.DATASET : OfRegions.Grouping.PER_EXAMPLE;
          default ->
              throw new SpecException(
                      SpecException.Kind.BAD_VALUE,
                      id + ": aggregation must be 'dataset' or 'per_example', not '" + asked + "'")
                  .with("metric", id)
                  .with("parameter", "aggregation")
                  .with("expected", "'dataset' or 'per_example'")
                  .with("got", asked);
        };
    double alpha = overlap == Overlap.DICE ? 1 : arguments.number("alpha");
    double beta = overlap == Overlap.DICE ? 1 : arguments.number("beta");
    return new OfRegions(overlap, grouping, List.copyOf(axes), alpha, beta);
  }

  private static LossKind circle() {
    return new LossKind(
        "circle",
        List.of(),
        List.of(
            Parameter.of("gamma", Parameter.Type.NUMBER, 80.0),
            Parameter.of("margin", Parameter.Type.NUMBER, 0.4),
            Parameter.of("remove_diagonal", Parameter.Type.BOOLEAN, true)),
        (context, arguments) -> new CircleArithmetic(arguments),
        Optional.empty());
  }

  private static LossKind generalizedCrossentropy() {
    String id = "categorical_generalized_cross_entropy";
    return LossKind.of(
        id,
        List.of("CategoricalGeneralizedCrossEntropy"),
        List.of(Parameter.of("q", Parameter.Type.NUMBER, 0.5)),
        (context, arguments) -> {
          double q = arguments.number("q");
          if (!(q > 0 && q < 1)) {
            throw new IllegalArgumentException("q must be between 0 and 1, not " + q);
          }
          Suitability.sparse(id, context);
          return LossArithmetic.ofElements(() -> AxisLosses.generalizedCrossentropy(q));
        });
  }

  private static Maker sameShape(String id, Supplier<ElementFunction> function) {
    return (context, arguments) -> {
      Suitability.sameShape(id, context);
      return LossArithmetic.ofElements(function);
    };
  }

  /** Makes a function from arguments. */
  private interface FunctionMaker {
    Supplier<ElementFunction> make(Arguments arguments);
  }

  private static Maker scores(String id, FunctionMaker maker) {
    return onLastAxis(
        id,
        (context, arguments) -> {
          Suitability.scores(id, context, arguments.flag("from_logits"));
          return sameShape(id, maker.make(arguments)).make(context, arguments);
        });
  }

  private static Maker onLastAxis(String id, Maker maker) {
    return (context, arguments) -> {
      int axis = arguments.integer("axis");
      if (axis != -1 && axis != context.predictionShape().size()) {
        throw new SpecException(
                SpecException.Kind.NOT_SUITABLE, id + " is computed along the last axis only")
            .with("metric", id)
            .with("parameter", "axis")
            .with("expected", -1)
            .with("got", axis);
      }
      return maker.make(context, arguments);
    };
  }

  private static double smoothing(Arguments arguments) {
    double smoothing = arguments.number("label_smoothing");
    if (!(smoothing >= 0 && smoothing <= 1)) {
      throw new IllegalArgumentException("label_smoothing must be in [0, 1], not " + smoothing);
    }
    return smoothing;
  }
}
