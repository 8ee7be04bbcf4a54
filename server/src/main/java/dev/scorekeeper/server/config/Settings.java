package dev.scorekeeper.server.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Settings as somebody wrote them, with positions, to be laid over settings records. Immutable.
 *
 * <p>Layers are read one over the other:
 *
 * <pre>{@code
 * ServerConfig config = Settings.ofFile(file).over(ServerConfig.class, ServerConfig.defaults());
 * config = Settings.ofPairs(options, "command line").over(ServerConfig.class, config);
 * }</pre>
 *
 * <p>A part can be read by itself, over a base of its own, with {@link #at}. Paths in settings are
 * taken as they are: a relative one starts at the working directory.
 */
public final class Settings {

  private final SettingNode node;
  private final String path;

  private Settings(SettingNode node, String path) {
    this.node = node;
    this.path = path;
  }

  /** Nothing written. */
  public static Settings none() {
    return new Settings(new SettingNode.Scalar("", "", true), "");
  }

  /**
   * Reads YAML.
   *
   * @param source what positions begin with, such as the file's name
   */
  public static Settings ofYaml(String yaml, String source) throws SettingsException {
    return new Settings(YamlText.read(yaml, source), "");
  }

  /** Reads a YAML file, in UTF-8. */
  public static Settings ofFile(Path file) throws SettingsException {
    try {
      return ofYaml(Files.readString(file), file.toString());
    } catch (CharacterCodingException malformed) {
      throw new SettingsException(List.of(file + ": is not text in UTF-8"));
    } catch (IOException problem) {
      throw new SettingsException(List.of(file + ": cannot be read: " + problem));
    }
  }

  /**
   * Reads {@code key.path=value} pairs, later ones over earlier ones. A part of the path that has
   * dots stands in double quotes. A value that begins with a bracket, a brace or a quote is YAML,
   * any other is taken as it is.
   */
  public static Settings ofPairs(List<String> pairs, String source) throws SettingsException {
    return new Settings(Assignments.read(pairs, source), "");
  }

  /** The part under these keys; {@link #none} when there is none. */
  public Settings at(String... keys) {
    SettingNode at = node;
    String where = path;
    for (String key : keys) {
      if (!(at instanceof SettingNode.Mapping mapping) || mapping.get(key).isEmpty()) {
        return none();
      }
      at = mapping.get(key).get();
      where = SettingsBinder.join(where, key);
    }
    return new Settings(at, where);
  }

  /**
   * The record with what is written here over what the base has.
   *
   * @throws SettingsException with every mistake there is
   */
  public <T extends Record> T over(Class<T> type, T base) throws SettingsException {
    SettingsBinder binder = new SettingsBinder();
    T result = binder.bindRecord(type, base, node, path);
    if (result == null || !binder.mistakes().isEmpty()) {
      throw new SettingsException(binder.mistakes());
    }
    return result;
  }
}
