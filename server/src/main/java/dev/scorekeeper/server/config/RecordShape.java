package dev.scorekeeper.server.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A settings record as reflection sees it: its keys, how to read and how to make one. Throws {@link
 * IllegalStateException} for a record that is not written as settings records are.
 */
final class RecordShape<T> {

  /** One component: its key, its type, what is said about it. */
  record Component(String key, Type type, Setting setting, RecordComponent component) {}

  private final Class<T> type;
  private final List<Component> components = new ArrayList<>();

  private RecordShape(Class<T> type) {
    this.type = type;
    for (RecordComponent component : type.getRecordComponents()) {
      Setting setting = component.getAnnotation(Setting.class);
      if (setting == null) {
        throw new IllegalStateException(type + "." + component.getName() + " lacks @Setting");
      }
      components.add(
          new Component(
              snakeCase(component.getName()), component.getGenericType(), setting, component));
    }
  }

  static <T> RecordShape<T> of(Class<T> type) {
    if (!type.isRecord()) {
      throw new IllegalStateException(type + " is not a record, nor a type of single values");
    }
    return new RecordShape<>(type);
  }

  private static String snakeCase(String name) {
    return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }

  Class<T> type() {
    return type;
  }

  boolean isOneOf() {
    return type.isAnnotationPresent(OneOf.class);
  }

  List<Component> components() {
    return List.copyOf(components);
  }

  List<String> keys() {
    return components.stream().map(Component::key).toList();
  }

  Object get(Component component, Object record) {
    Method accessor = component.component().getAccessor();
    try {
      accessor.setAccessible(true);
      return accessor.invoke(record);
    } catch (ReflectiveOperationException problem) {
      throw new IllegalStateException("cannot read " + component.key() + " of " + type, problem);
    }
  }

  /**
   * Makes one.
   *
   * @throws IllegalArgumentException when the record's own checks refuse the values
   */
  T make(Object... values) {
    Class<?>[] parameters =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<T> constructor = type.getDeclaredConstructor(parameters);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      throw new IllegalStateException("cannot make a " + type, thrown.getCause());
    } catch (ReflectiveOperationException problem) {
      throw new IllegalStateException("cannot make a " + type, problem);
    }
  }

  /** What the record's static method {@code defaults()} gives. */
  T defaults() {
    try {
      Method method = type.getDeclaredMethod("defaults");
      method.setAccessible(true);
      return type.cast(method.invoke(null));
    } catch (ReflectiveOperationException problem) {
      throw new IllegalStateException(type + " has no static method defaults()", problem);
    }
  }
}
