package dev.scorekeeper.server.evaluation.spec;

import dev.scorekeeper.server.config.NearestName;
import dev.scorekeeper.server.evaluation.Arguments;
import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.Parameter;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.spec.CallText.Argument;
import dev.scorekeeper.server.evaluation.spec.CallText.Code;
import dev.scorekeeper.server.evaluation.spec.CallText.None;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts arguments to the parameters that they are for. */
final class ArgumentBinder {

  /** Every metric and loss of Keras takes these; only the first means something here. */
  private static final String NAME = "name";

  private static final String DATA_TYPE = "dtype";

  private final MetricFactory factory;
  private final Map<String, Object> values = new HashMap<>();
  private final Set<String> given = new HashSet<>();
  private String name = "";

  private ArgumentBinder(MetricFactory factory) {
    this.factory = factory;
  }

  static MetricCall bind(MetricFactory factory, CallText call) throws SpecException {
    ArgumentBinder binder = new ArgumentBinder(factory);
    for (Parameter parameter : factory.parameters()) {
      parameter.defaultValue().ifPresent(value -> binder.values.put(parameter.name(), value));
    }
    for (int i = 0; i < call.arguments().size(); i++) {
      binder.take(call.arguments().get(i), i);
    }
    String shown = call.bare() ? call.name() : binder.name;
    return new MetricCall(factory, new Arguments(binder.values), shown);
  }

  private void take(Argument argument, int index) throws SpecException {
    List<Parameter> parameters = factory.parameters();
    if (argument.name().isEmpty() && index >= parameters.size()) {
      throw bad(argument, factory.id() + " takes " + parameters.size() + " values at most")
          .with("limit", parameters.size());
    }
    String wanted = argument.name().isEmpty() ? parameters.get(index).name() : argument.name();
    if (!given.add(wanted)) {
      throw bad(argument, wanted + " is given twice").with("parameter", wanted);
    }
    Parameter parameter = find(wanted);
    if (parameter != null) {
      put(parameter, argument);
    } else if (wanted.equals(NAME)) {
      name = argument.value() instanceof String text ? text : "";
    } else if (!wanted.equals(DATA_TYPE)) {
      throw unknown(argument);
    } else if (argument.value() != None.NONE && !"float32".equals(argument.value())) {
      throw bad(argument, factory.id() + " has no dtype but 'float32'")
          .with("parameter", DATA_TYPE)
          .with("expected", "float32")
          .with("got", shown(argument));
    }
  }

  private void put(Parameter parameter, Argument argument) throws SpecException {
    if (argument.value() == None.NONE) {
      values.remove(parameter.name());
      return;
    }
    Object value = convert(parameter.type(), argument.value());
    if (value == null) {
      throw bad(argument, parameter.name() + " must be " + words(parameter.type()))
          .with("parameter", parameter.name())
          .with("expected", words(parameter.type()))
          .with("got", shown(argument));
    }
    values.put(parameter.name(), value);
  }

  private @Nullable Parameter find(String wanted) {
    return factory.parameters().stream()
        .filter(parameter -> parameter.name().equals(wanted))
        .findFirst()
        .orElse(null);
  }

  private SpecException unknown(Argument argument) {
    List<String> names = new ArrayList<>();
    factory.parameters().forEach(parameter -> names.add(parameter.name()));
    List<String> nearest = NearestName.several(argument.name(), names, 3);
    String all = names.isEmpty() ? "none" : String.join(", ", names);
    SpecException unknown =
        new SpecException(
                SpecException.Kind.UNKNOWN_PARAMETER,
                String.format(
                    "%s has no parameter %s (character %d)%s",
                    factory.id(),
                    argument.name(),
                    argument.position(),
                    nearest.isEmpty() ? "; it has " + all : NearestName.hint(nearest)))
            .with("metric", factory.id())
            .with("position", argument.position())
            .with("expected", all)
            .with("got", argument.name());
    return nearest.isEmpty() ? unknown : unknown.with("nearest", String.join(", ", nearest));
  }

  private SpecException bad(Argument argument, String message) {
    return new SpecException(
            SpecException.Kind.BAD_VALUE, message + " (character " + argument.position() + ")")
        .with("metric", factory.id())
        .with("position", argument.position());
  }

  private static String shown(Argument argument) {
    return argument.value() instanceof Code code ? code.text() : argument.value().toString();
  }

  private static @Nullable Object convert(Parameter.Type type, Object value) {
    return switch (type) {
      case BOOLEAN -> value instanceof Boolean ? value : null;
      case INTEGER -> integer(value);
      case NUMBER -> number(value);
      case TEXT -> text(value);
      case NUMBERS ->
          value instanceof List<?> list ? all(Parameter.Type.NUMBER, list) : number(value);
      case INTEGERS ->
          value instanceof List<?> list ? all(Parameter.Type.INTEGER, list) : integer(value);
      case MATRIX -> value instanceof List<?> list ? rows(list) : null;
    };
  }

  private static @Nullable Object all(Parameter.Type type, List<?> list) {
    List<Object> converted = new ArrayList<>();
    for (Object value : list) {
      Object one = convert(type, value);
      if (one == null) {
        return null;
      }
      converted.add(one);
    }
    return List.copyOf(converted);
  }

  private static @Nullable Object rows(List<?> list) {
    List<Object> converted = new ArrayList<>();
    for (Object row : list) {
      Object one = row instanceof List<?> numbers ? all(Parameter.Type.NUMBER, numbers) : null;
      if (one == null) {
        return null;
      }
      converted.add(one);
    }
    return List.copyOf(converted);
  }

  private static @Nullable Object integer(Object value) {
    if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15) {
      return number.longValue();
    }
    return value instanceof Long ? value : null;
  }

  private static @Nullable Object number(Object value) {
    return value instanceof Number number ? number.doubleValue() : null;
  }

  private static @Nullable Object text(Object value) {
    return value instanceof Code code ? code.text() : value instanceof String ? value : null;
  }

  private static String words(Parameter.Type type) {
    return switch (type) {
      case BOOLEAN -> "True or False";
      case INTEGER -> "an integer";
      case NUMBER -> "a number";
      case TEXT -> "a text";
      case NUMBERS -> "a number or a list of numbers";
      case INTEGERS -> "an integer or a list of integers";
      case MATRIX -> "a list of lists of numbers";
    };
  }
}
