package dev.scorekeeper.server.config;

import java.util.List;

/** Settings that cannot be used; one message a mistake, each with its position. */
public final class SettingsException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient List<String> messages;

  public SettingsException(List<String> messages) {
    super(String.join("\n", messages));
    this.messages = List.copyOf(messages);
  }

  /** At least one, in order of their positions. */
  public List<String> messages() {
    return messages;
  }
}
