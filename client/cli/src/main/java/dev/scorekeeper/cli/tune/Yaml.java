package dev.scorekeeper.cli.tune;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Settings as a piece of scorekeeper.yaml. */
final class Yaml {
  private Yaml() {}

  /** Keys nested as their paths say, in order of their names; empty for none. */
  static String of(List<Setting> settings) {
    Map<String, String> byKey = new TreeMap<>();
    settings.forEach(setting -> byKey.put(setting.key(), setting.value()));
    StringBuilder text = new StringBuilder();
    List<String> open = List.of();
    for (Map.Entry<String, String> entry : byKey.entrySet()) {
      List<String> path = List.of(entry.getKey().split("\\.", -1));
      int depth = 0;
      while (depth < open.size()
          && depth < path.size() - 1
          && open.get(depth).equals(path.get(depth))) {
        depth++;
      }
      for (int i = depth; i < path.size() - 1; i++) {
        text.append("  ".repeat(i)).append(path.get(i)).append(":\n");
      }
      text.append("  ".repeat(path.size() - 1))
          .append(path.get(path.size() - 1))
          .append(": ")
          .append(entry.getValue())
          .append('\n');
      open = path.subList(0, path.size() - 1);
    }
    return text.toString();
  }
}
