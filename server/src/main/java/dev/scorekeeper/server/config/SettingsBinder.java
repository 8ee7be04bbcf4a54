package dev.scorekeeper.server.config;

import dev.scorekeeper.server.config.RecordShape.Component;
import dev.scorekeeper.server.config.SettingNode.Entry;
import dev.scorekeeper.server.config.SettingNode.Mapping;
import dev.scorekeeper.server.config.SettingNode.Scalar;
import dev.scorekeeper.server.config.SettingNode.Sequence;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lays what was written over a base value, type by type, and gathers every mistake on the way.
 *
 * <p>A null result always goes with a mistake.
 */
final class SettingsBinder {

  private final List<String> mistakes = new ArrayList<>();

  List<String> mistakes() {
    return mistakes;
  }

  /**
   * A record with what the node gives over what the base has.
   *
   * @param path of the record, empty for the root
   */
  <T> @Nullable T bindRecord(Class<T> type, T base, SettingNode node, String path) {
    if (isEmpty(node)) {
      return base;
    }
    if (!(node instanceof Mapping mapping)) {
      mistake(node.position(), path, "expected keys and values, got " + node.describe());
      return null;
    }
    RecordShape<T> shape = RecordShape.of(type);
    Map<String, Object> values = new LinkedHashMap<>();
    for (Component component : shape.components()) {
      values.put(component.key(), shape.isOneOf() ? Optional.empty() : shape.get(component, base));
    }
    boolean good = isChoiceMade(shape, mapping, path);
    for (Entry entry : mapping.entries()) {
      good &= bindEntry(shape, values, entry, path);
    }
    return good ? make(shape, values, mapping, path) : null;
  }

  private boolean isChoiceMade(RecordShape<?> shape, Mapping mapping, String path) {
    boolean made = !shape.isOneOf() || mapping.entries().size() == 1;
    if (!made) {
      mistake(
          mapping.position(), path, "expected exactly one of " + String.join(", ", shape.keys()));
    }
    return made;
  }

  private boolean bindEntry(
      RecordShape<?> shape, Map<String, Object> values, Entry entry, String path) {
    for (Component component : shape.components()) {
      if (component.key().equals(entry.key())) {
        Object base = values.get(entry.key());
        String own = join(path, entry.key());
        Object value = bind(component.type(), base, entry.value(), own, component.setting());
        if (value != null) {
          values.put(entry.key(), value);
        }
        return value != null;
      }
    }
    mistake(entry.position(), path, unknownKey(entry.key(), shape.keys()));
    return false;
  }

  private static String unknownKey(String key, List<String> known) {
    String hint =
        NearestName.of(key, known)
            .map(near -> "did you mean '" + near + "'?")
            .orElse("known keys: " + String.join(", ", known));
    return "unknown key '" + key + "', " + hint;
  }

  private <T> @Nullable T make(
      RecordShape<T> shape, Map<String, Object> values, Mapping mapping, String path) {
    try {
      return shape.make(values.values().toArray());
    } catch (IllegalArgumentException refused) {
      mistake(mapping.position(), path, String.valueOf(refused.getMessage()));
      return null;
    }
  }

  private @Nullable Object bind(
      Type type, @Nullable Object base, SettingNode node, String path, Setting setting) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      Type last = arguments[arguments.length - 1];
      if (generic.getRawType() == Optional.class) {
        return bindOptional(last, base, node, path, setting);
      }
      if (generic.getRawType() == List.class) {
        return bindList(last, base, node, path, setting);
      }
      if (generic.getRawType() == Map.class && arguments[0] == String.class) {
        return bindMap(last, base, node, path, setting);
      }
    } else if (type instanceof Class<?> plain) {
      Optional<ScalarType> scalar = ScalarType.of(plain);
      return scalar.isPresent()
          ? bindScalar(scalar.get(), node, path, setting)
          : bindNested(plain, base, node, path);
    }
    throw new IllegalStateException(path + ": settings cannot be of type " + type);
  }

  private <T> @Nullable T bindNested(
      Class<T> type, @Nullable Object base, SettingNode node, String path) {
    T below = base == null ? RecordShape.of(type).defaults() : type.cast(base);
    return bindRecord(type, below, node, path);
  }

  private @Nullable Object bindScalar(
      ScalarType type, SettingNode node, String path, Setting setting) {
    String range = ScalarType.rangeText(setting.min(), setting.max());
    if (!(node instanceof Scalar scalar) || scalar.empty()) {
      mistake(
          node.position(), path, "expected " + expected(type, range) + ", got " + node.describe());
      return null;
    }
    Comparable<?> value;
    try {
      value = type.parser().parse(scalar.text());
    } catch (IllegalArgumentException malformed) {
      mistake(
          node.position(),
          path,
          "expected " + expected(type, range) + ", got " + node.describe() + meant(type, scalar));
      return null;
    }
    if (!type.isWithin(value, setting.min(), setting.max())) {
      mistake(node.position(), path, scalar.text() + " is out of range, allowed: " + range);
      return null;
    }
    return value;
  }

  private static String expected(ScalarType type, String range) {
    return type.label() + (range.isEmpty() ? "" : ", " + range);
  }

  private static String meant(ScalarType type, Scalar scalar) {
    return type.type().isEnum()
        ? NearestName.of(scalar.text(), ScalarType.enumWords(type.type()))
            .map(near -> "; did you mean '" + near + "'?")
            .orElse("")
        : "";
  }

  private @Nullable Object bindOptional(
      Type inner, @Nullable Object base, SettingNode node, String path, Setting setting) {
    if (isEmpty(node)) {
      return Optional.empty();
    }
    Object below = base instanceof Optional<?> optional ? optional.orElse(null) : null;
    Object value = bind(inner, below, node, path, setting);
    return value == null ? null : Optional.of(value);
  }

  private @Nullable Object bindList(
      Type inner, @Nullable Object base, SettingNode node, String path, Setting setting) {
    if (isEmpty(node) && base != null) {
      return base;
    }
    if (!(node instanceof Sequence sequence)) {
      mistake(node.position(), path, "expected a list such as [a, b], got " + node.describe());
      return null;
    }
    List<Object> values = new ArrayList<>();
    int index = 0;
    for (SettingNode element : sequence.values()) {
      Object value = bind(inner, null, element, path + "[" + index++ + "]", setting);
      if (value != null) {
        values.add(value);
      }
    }
    return values.size() == sequence.values().size() ? List.copyOf(values) : null;
  }

  private @Nullable Object bindMap(
      Type inner, @Nullable Object base, SettingNode node, String path, Setting setting) {
    Map<String, Object> values = new LinkedHashMap<>();
    if (base instanceof Map<?, ?> below) {
      below.forEach((key, value) -> values.put((String) key, value));
    }
    if (isEmpty(node)) {
      return values;
    }
    if (!(node instanceof Mapping mapping)) {
      mistake(node.position(), path, "expected names and values, got " + node.describe());
      return null;
    }
    boolean good = true;
    for (Entry entry : mapping.entries()) {
      String own = join(path, entry.key());
      Object value = bind(inner, values.get(entry.key()), entry.value(), own, setting);
      if (value != null) {
        values.put(entry.key(), value);
      }
      good &= value != null;
    }
    return good ? values : null;
  }

  private static boolean isEmpty(SettingNode node) {
    return node instanceof Scalar scalar && scalar.empty();
  }

  private void mistake(String position, String path, String message) {
    mistakes.add(position + ": " + (path.isEmpty() ? "" : path + ": ") + message);
  }

  /** Path of a key; one that has dots itself is quoted. */
  static String join(String path, String key) {
    String part = key.indexOf('.') >= 0 ? "\"" + key + "\"" : key;
    return path.isEmpty() ? part : path + "." + part;
  }
}
