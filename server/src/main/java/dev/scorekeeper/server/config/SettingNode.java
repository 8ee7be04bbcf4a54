package dev.scorekeeper.server.config;

import java.util.List;
import java.util.Optional;

/** A piece of settings as it was written, and where. Immutable. */
sealed interface SettingNode {

  /** Where it begins, such as {@code scorekeeper.yaml:3:7}. */
  String position();

  /** What it is, to be put after "got". */
  String describe();

  /**
   * Single word or text.
   *
   * @param empty true when nothing was written, or {@code null}
   */
  record Scalar(String position, String text, boolean empty) implements SettingNode {
    @Override
    public String describe() {
      return empty ? "nothing" : "'" + text + "'";
    }
  }

  /** Values in order. */
  record Sequence(String position, List<SettingNode> values) implements SettingNode {
    public Sequence {
      values = List.copyOf(values);
    }

    @Override
    public String describe() {
      return "a list";
    }
  }

  /** Keys and values in order; no key twice. */
  record Mapping(String position, List<Entry> entries) implements SettingNode {
    public Mapping {
      entries = List.copyOf(entries);
    }

    Optional<SettingNode> get(String key) {
      return entries.stream()
          .filter(entry -> entry.key().equals(key))
          .map(Entry::value)
          .findFirst();
    }

    @Override
    public String describe() {
      return "keys and values";
    }
  }

  /** Key and value; the position is the key's. */
  record Entry(String position, String key, SettingNode value) {}
}
