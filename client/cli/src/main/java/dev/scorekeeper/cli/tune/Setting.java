package dev.scorekeeper.cli.tune;

/**
 * One setting of the server.
 *
 * @param key path in scorekeeper.yaml, such as {@code runtime.onednn}
 */
public record Setting(String key, String value) {
  @Override
  public String toString() {
    return key + "=" + value;
  }
}
