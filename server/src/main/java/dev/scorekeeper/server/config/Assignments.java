package dev.scorekeeper.server.config;

import dev.scorekeeper.server.config.SettingNode.Entry;
import dev.scorekeeper.server.config.SettingNode.Mapping;
import dev.scorekeeper.server.config.SettingNode.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code key.path=value} pairs into a {@link SettingNode}, later pairs over earlier ones.
 *
 * <p>A part of the path that has dots itself stands in double quotes: {@code
 * models."resnet.v2".trusted=true}. A value that begins with a bracket, a brace or a quote is YAML;
 * any other is taken as it is.
 */
final class Assignments {

  private final String source;
  private final Map<String, Object> tree = new LinkedHashMap<>();
  private final List<String> mistakes = new ArrayList<>();

  private Assignments(String source) {
    this.source = source;
  }

  static SettingNode read(List<String> pairs, String source) throws SettingsException {
    Assignments assignments = new Assignments(source);
    for (String pair : pairs) {
      assignments.add(pair);
    }
    if (!assignments.mistakes.isEmpty()) {
      throw new SettingsException(assignments.mistakes);
    }
    return node(assignments.tree, source);
  }

  private void add(String pair) {
    int equals = pair.indexOf('=');
    String position = source;
    List<String> path = equals < 0 ? List.of() : path(pair.substring(0, equals).strip());
    if (path.isEmpty() || path.contains("")) {
      mistakes.add(position + ": '" + pair + "' is not of the form key.path=value");
      return;
    }
    try {
      put(path, value(pair.substring(equals + 1).strip(), position), pair);
    } catch (SettingsException malformed) {
      mistakes.addAll(malformed.messages());
    }
  }

  private static SettingNode value(String text, String position) throws SettingsException {
    boolean yaml = !text.isEmpty() && "[{\"'".indexOf(text.charAt(0)) >= 0;
    return yaml ? YamlText.read(text, position) : new Scalar(position, text, text.isEmpty());
  }

  /** Parts between the dots outside quotes; an empty part is one that was left out. */
  private static List<String> path(String text) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '.' && !quoted) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(quoted ? "" : part.toString());
    return parts;
  }

  private void put(List<String> path, SettingNode value, String pair) {
    Map<String, Object> level = tree;
    for (String part : path.subList(0, path.size() - 1)) {
      Object next = level.computeIfAbsent(part, key -> new LinkedHashMap<String, Object>());
      if (!(next instanceof Map)) {
        mistakes.add(source + ": '" + pair + "' contradicts an earlier value of '" + part + "'");
        return;
      }
      level = castLevel(next);
    }
    level.put(path.get(path.size() - 1), value);
  }

  @SuppressWarnings(
      "unchecked") // Only this class puts maps into the tree, and they are of this type.
  private static Map<String, Object> castLevel(Object level) {
    return (Map<String, Object>) level;
  }

  private static SettingNode node(Object value, String position) {
    if (value instanceof SettingNode node) {
      return node;
    }
    List<Entry> entries = new ArrayList<>();
    castLevel(value)
        .forEach((key, inner) -> entries.add(new Entry(position, key, node(inner, position))));
    return new Mapping(position, entries);
  }
}
