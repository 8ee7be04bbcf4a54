package dev.scorekeeper.server.config;

import dev.scorekeeper.server.config.RecordShape.Component;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes settings records as YAML that {@link Settings} reads back to the same. */
public final class SettingsYaml {

  /** Texts that YAML reads as themselves without quotes. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./][A-Za-z0-9_./-]*");

  private final StringBuilder out = new StringBuilder();

  private SettingsYaml() {}

  /** One line a setting, two blanks of indentation a level; what is absent becomes a comment. */
  public static String write(Record settings) {
    SettingsYaml yaml = new SettingsYaml();
    yaml.writeRecord(settings, "");
    return yaml.out.toString();
  }

  private void writeRecord(Object record, String indent) {
    RecordShape<?> shape = RecordShape.of(record.getClass());
    for (Component component : shape.components()) {
      Object value = shape.get(component, record);
      if (value instanceof Optional<?> optional && optional.isEmpty()) {
        if (!shape.isOneOf()) {
          out.append(indent).append("# ").append(component.key()).append(":\n");
        }
      } else {
        writeValue(component.key(), value, indent);
      }
    }
  }

  private void writeValue(String key, Object value, String indent) {
    out.append(indent).append(key).append(':');
    if (value instanceof Optional<?> optional) {
      out.append(' ').append(inline(optional.orElseThrow())).append('\n');
    } else if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      out.append('\n');
      map.entrySet().stream()
          .sorted(java.util.Comparator.comparing(entry -> (String) entry.getKey()))
          .forEach(
              entry -> writeValue(quote((String) entry.getKey()), entry.getValue(), indent + "  "));
    } else if (isSettingsRecord(value)) {
      out.append('\n');
      writeRecord(value, indent + "  ");
    } else {
      out.append(' ').append(inline(value)).append('\n');
    }
  }

  /** A value in one line. */
  static String inline(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(SettingsYaml::inline).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> quote((String) entry.getKey()) + ": " + inline(entry.getValue()))
          .sorted()
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (isSettingsRecord(value)) {
      return inlineRecord(value);
    }
    return quote(ScalarType.format(value));
  }

  private static String inlineRecord(Object record) {
    RecordShape<?> shape = RecordShape.of(record.getClass());
    return shape.components().stream()
        .filter(component -> !shape.get(component, record).equals(Optional.empty()))
        .map(component -> component.key() + ": " + inline(present(shape.get(component, record))))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static Object present(Object value) {
    return value instanceof Optional<?> optional ? optional.orElseThrow() : value;
  }

  private static boolean isSettingsRecord(Object value) {
    return value instanceof Record && ScalarType.of(value.getClass()).isEmpty();
  }

  private static String quote(String text) {
    if (PLAIN.matcher(text).matches() && !text.equals("null")) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c == 0x7f) {
        quoted.append(String.format("\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
