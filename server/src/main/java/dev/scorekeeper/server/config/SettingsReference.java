package dev.scorekeeper.server.config;

import dev.scorekeeper.server.config.RecordShape.Component;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes the reference page of a settings record: every key with its type, default, range and
 * meaning, in Markdown.
 */
public final class SettingsReference {

  /*
   * A record becomes a section with a table. Records inside it become sections after it, named by
   * the path of their key; a record that was described before is only referred to.
   */

  private static final String HEADER =
      "| Key | Type | Default | Allowed | Meaning |\n|---|---|---|---|---|\n";

  private final StringBuilder page = new StringBuilder();
  private final Map<Class<?>, String> described = new HashMap<>();

  private SettingsReference() {}

  /**
   * The sections of a record and of those inside it, and its defaults as YAML; headings of the
   * second level. The record needs a static method {@code defaults()}.
   */
  public static String markdown(Class<?> type) {
    SettingsReference reference = new SettingsReference();
    RecordShape<?> shape = RecordShape.of(type);
    reference.described.put(type, "");
    reference.section(shape, shape.defaults(), "", "");
    reference.page.append("## All defaults as YAML\n\n```yaml\n");
    reference.page.append(SettingsYaml.write((Record) shape.defaults())).append("```\n");
    return reference.page.toString();
  }

  private void section(RecordShape<?> shape, Object defaults, String path, String meaning) {
    page.append("## ").append(path.isEmpty() ? "Top level" : "`" + path + "`").append("\n\n");
    if (!meaning.isEmpty()) {
      page.append(meaning).append("\n\n");
    }
    if (shape.isOneOf()) {
      page.append("Exactly one of these keys is given.\n\n");
    }
    page.append(HEADER);
    List<Runnable> inner = new ArrayList<>();
    for (Component component : shape.components()) {
      Object value = shape.get(component, defaults);
      recordIn(component.type())
          .filter(type -> described.putIfAbsent(type, innerPath(component, path)) == null)
          .ifPresent(type -> inner.add(() -> innerSection(type, component, value, path)));
      row(component, value, path);
    }
    page.append('\n');
    inner.forEach(Runnable::run);
  }

  private void innerSection(Class<?> type, Component component, Object value, String path) {
    RecordShape<?> shape = RecordShape.of(type);
    Object defaults = type.isInstance(value) ? value : shape.defaults();
    section(shape, defaults, innerPath(component, path), component.setting().value());
  }

  private void row(Component component, Object value, String path) {
    Setting setting = component.setting();
    Optional<Class<?>> inner = recordIn(component.type());
    String link =
        inner
            .map(type -> described.getOrDefault(type, innerPath(component, path)))
            .map(where -> "see [`" + where + "`](#" + anchor(where) + ")")
            .orElse("");
    cells(
        "`" + SettingsBinder.join(path, component.key()) + "`",
        typeText(component.type()),
        inner.isPresent() && !isMapOrList(component.type()) ? link : defaultText(value),
        inner.isPresent() && isMapOrList(component.type())
            ? link
            : ScalarType.rangeText(setting.min(), setting.max()),
        // Outside of code spans Markdown would take <model> for a tag.
        setting.value().replace("<", "&lt;"));
  }

  private void cells(String... cells) {
    for (String cell : cells) {
      page.append("| ").append(cell.replace("|", "\\|")).append(' ');
    }
    page.append("|\n");
  }

  private static String innerPath(Component component, String path) {
    String own = SettingsBinder.join(path, component.key());
    return isMap(component.type()) ? own + ".NAME" : own;
  }

  /** How Markdown renderers turn a heading into the target of a link. */
  private static String anchor(String path) {
    return path.toLowerCase(java.util.Locale.ROOT).replace(".", "");
  }

  private static String defaultText(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(SettingsReference::defaultText).orElse("absent");
    }
    String text = SettingsYaml.inline(value);
    return "`" + text + "`";
  }

  private static String typeText(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      String inner = typeText(arguments[arguments.length - 1]);
      if (isMap(type)) {
        return "by name: " + inner;
      }
      return generic.getRawType() == List.class ? "list: " + inner : inner;
    }
    return ScalarType.of((Class<?>) type).map(SettingsReference::scalarText).orElse("keys");
  }

  private static String scalarText(ScalarType type) {
    return type.type().isEnum()
        ? ScalarType.enumWords(type.type()).stream()
            .map(word -> "`" + word + "`")
            .collect(Collectors.joining(", "))
        : type.label().replaceFirst("^a ", "").replaceFirst(" such as .*", "");
  }

  /** The settings record that a component is or holds. */
  private static Optional<Class<?>> recordIn(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      return recordIn(arguments[arguments.length - 1]);
    }
    Class<?> plain = (Class<?>) type;
    return ScalarType.of(plain).isPresent() ? Optional.empty() : Optional.of(plain);
  }

  private static boolean isMapOrList(Type type) {
    return isMap(type)
        || (type instanceof ParameterizedType generic && generic.getRawType() == List.class);
  }

  private static boolean isMap(Type type) {
    return type instanceof ParameterizedType generic && generic.getRawType() == Map.class;
  }
}
