package dev.scorekeeper.server.evaluation.spec;

import dev.scorekeeper.server.config.NearestName;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.SpecException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * All metrics by their names, or all losses. Names are matched without regard to case and
 * underscores: {@code MeanSquaredError}, {@code mean_squared_error} and {@code MSE} name one
 * metric. Immutable, thread-safe.
 */
public final class MetricCatalog {

  private static final List<String> MODULES =
      List.of("keras.", "tf.", "tf_keras.", "losses.", "metrics.");

  private final String what;
  private final List<MetricFactory> factories;
  private final Map<String, MetricFactory> byKey = new HashMap<>();

  /**
   * Creates a catalog.
   *
   * @param what what is in it, for messages: "metric" or "loss"
   * @param factories what is in it: the built-in ones, then those of plug-ins
   * @throws IllegalArgumentException when two share a name
   */
  public MetricCatalog(String what, Iterable<MetricFactory> factories) {
    this.what = what;
    List<MetricFactory> all = new ArrayList<>();
    for (MetricFactory factory : factories) {
      all.add(factory);
      put(factory.id(), factory);
      factory.aliases().forEach(alias -> put(alias, factory));
    }
    this.factories = Collections.unmodifiableList(all);
  }

  /** In the order in which they were given. */
  public List<MetricFactory> factories() {
    return factories;
  }

  /**
   * The one of that name.
   *
   * @throws SpecException naming the nearest names when there is none
   */
  public MetricFactory factory(String name) throws SpecException {
    MetricFactory factory = byKey.get(key(name));
    if (factory == null) {
      List<String> nearest = NearestName.several(simpleName(name), names(), 3);
      SpecException unknown =
          new SpecException(
                  SpecException.Kind.UNKNOWN_NAME,
                  "there is no " + what + " " + name + NearestName.hint(nearest))
              .with("got", name);
      throw nearest.isEmpty() ? unknown : unknown.with("nearest", String.join(", ", nearest));
    }
    return factory;
  }

  /**
   * Finds the metric and checks its arguments. A bare {@code accuracy} or {@code crossentropy}
   * becomes the one that suits the encoding of labels, see {@link ShapeNames#byEncoding}.
   */
  public MetricCall resolve(CallText call, MetricContext context) throws SpecException {
    String name = call.name();
    if (call.bare() && ShapeNames.isAccuracy(name)) {
      name = ShapeNames.byEncoding(context, name).accuracy();
    } else if (ShapeNames.isCrossentropy(name)) {
      name = ShapeNames.byEncoding(context, name).crossentropy();
    }
    return ArgumentBinder.bind(factory(name), call);
  }

  /** The metric itself, under the name that Keras would log. */
  public Metric create(CallText call, MetricContext context) throws SpecException {
    return resolve(call, context).create(context);
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    for (MetricFactory factory : factories) {
      names.add(factory.id());
      names.addAll(factory.aliases());
    }
    return names;
  }

  private void put(String name, MetricFactory factory) {
    MetricFactory other = byKey.putIfAbsent(key(name), factory);
    if (other != null && !other.equals(factory)) {
      throw new IllegalArgumentException(
          other.id() + " and " + factory.id() + " are both named " + name);
    }
  }

  private static String key(String name) {
    return simpleName(name).replace("_", "").toLowerCase(Locale.ROOT);
  }

  /** Without the module that Keras has it in. */
  private static String simpleName(String name) {
    boolean qualified = MODULES.stream().anyMatch(name::startsWith);
    return qualified ? name.substring(name.lastIndexOf('.') + 1) : name;
  }
}
