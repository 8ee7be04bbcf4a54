package dev.scorekeeper.server.app;

import dev.scorekeeper.server.batching.BatchingConfig;
import dev.scorekeeper.server.config.Settings;
import dev.scorekeeper.server.config.SettingsException;
import dev.scorekeeper.server.lifecycle.ModelPlan;
import dev.scorekeeper.server.pipeline.ServingVersionLoader.SettingsSource;
import dev.scorekeeper.server.pipeline.ServingVersionLoader.VersionSettings;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.ModelLoader.LoadOptions;
import dev.scorekeeper.server.scoring.OutputKind;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The settings of the server, and those of each model made of all that is said about it. Immutable.
 *
 * <p>What is said about a model's batching, later ones over earlier ones: the server's {@code
 * batching}, the model's own {@value #SIDE_FILE}, the server's {@code models.NAME.batching}. Within
 * the server's settings the command line wins over the file.
 */
public final class ServerSettings implements SettingsSource {

  /** Name of the settings file in a model's folder, beside its versions. */
  static final String SIDE_FILE = "scorekeeper.yaml";

  private final ServerConfig config;

  /** File and command line, the later one over the earlier one. */
  private final List<Settings> layers;

  private ServerSettings(ServerConfig config, List<Settings> layers) {
    this.config = config;
    this.layers = layers;
  }

  /**
   * Reads a file and {@code key.path=value} pairs over the defaults.
   *
   * @throws SettingsException with every mistake in one of them
   */
  public static ServerSettings read(Optional<Path> file, List<String> pairs)
      throws SettingsException {
    List<Settings> layers = new ArrayList<>();
    if (file.isPresent()) {
      layers.add(Settings.ofFile(file.get()));
    }
    layers.add(Settings.ofPairs(pairs, "command line"));
    return of(layers);
  }

  /** Takes these layers over the defaults. */
  static ServerSettings of(List<Settings> layers) throws SettingsException {
    ServerConfig config = over(layers, ServerConfig.class, ServerConfig.defaults());
    return new ServerSettings(config, List.copyOf(layers));
  }

  public ServerConfig config() {
    return config;
  }

  /** What is set about which versions are served, by model. */
  Map<String, ModelPlan> plans() {
    Map<String, ModelPlan> plans = new HashMap<>();
    config
        .models()
        .forEach(
            (name, model) ->
                plans.put(name, new ModelPlan(model.path(), model.versions(), model.labels())));
    return plans;
  }

  @Override
  public VersionSettings settings(ModelId id, Path versionDirectory) throws ProblemException {
    ModelConfig model = config.models().getOrDefault(id.name(), ModelConfig.defaults());
    try {
      Settings own = sideFile(versionDirectory);
      SideFileConfig side = own.over(SideFileConfig.class, SideFileConfig.defaults());
      if (side.trusted().isPresent()) {
        throw new ProblemException(trustedByItself(id, versionDirectory));
      }
      Map<String, OutputKind> kinds = new HashMap<>();
      addKinds(kinds, side.outputs());
      addKinds(kinds, model.outputs());
      Optional<Integer> computeRows =
          model.evaluation().computeRows().or(() -> side.evaluation().computeRows());
      return new VersionSettings(
          new LoadOptions(model.trusted(), kinds),
          batching(id, own),
          computeRows.map(OptionalInt::of).orElseGet(OptionalInt::empty));
    } catch (SettingsException e) {
      throw new ProblemException(broken(id, e));
    }
  }

  private static Settings sideFile(Path versionDirectory) throws SettingsException {
    Path file = versionDirectory.resolveSibling(SIDE_FILE);
    return Files.exists(file) ? Settings.ofFile(file) : Settings.none();
  }

  private BatchingConfig batching(ModelId id, Settings own) throws SettingsException {
    BatchingConfig batching = own.at("batching").over(BatchingConfig.class, config.batching());
    List<Settings> parts =
        layers.stream().map(layer -> layer.at("models", id.name(), "batching")).toList();
    return over(parts, BatchingConfig.class, batching);
  }

  private static <T extends Record> T over(List<Settings> layers, Class<T> type, T base)
      throws SettingsException {
    T result = base;
    for (Settings layer : layers) {
      result = layer.over(type, result);
    }
    return result;
  }

  private static void addKinds(Map<String, OutputKind> kinds, Map<String, OutputConfig> outputs) {
    outputs.forEach(
        (name, output) ->
            output.kind().ifPresent(kind -> kinds.put(name, OutputKind.valueOf(kind.name()))));
  }

  private static Problem broken(ModelId id, SettingsException e) {
    return Problem.of(
            Reason.MODEL_UNREADABLE,
            "The settings of model %s cannot be used: %s".formatted(id, e.getMessage()))
        .with("model", id.name())
        .with("version", id.version());
  }

  private static Problem trustedByItself(ModelId id, Path versionDirectory) {
    Path file = versionDirectory.resolveSibling(SIDE_FILE);
    return Problem.of(
            Reason.MODEL_UNREADABLE,
            "%s says 'trusted', which a model cannot say of itself: set models.%s.trusted in the"
                    .formatted(file, id.name())
                + " server's configuration, and remove it here.")
        .with("model", id.name())
        .with("version", id.version());
  }
}
