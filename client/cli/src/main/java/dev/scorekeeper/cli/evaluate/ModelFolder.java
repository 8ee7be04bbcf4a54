package dev.scorekeeper.cli.evaluate;

import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.cli.text.FileProblems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A model on disk.
 *
 * @param model its name
 * @param folder folder of its versions or, when {@code oneVersion}, of a single one
 * @param oneVersion true for the folder of a version
 */
public record ModelFolder(String model, Path folder, boolean oneVersion) {
  private static final String GRAPH = "saved_model.pb";

  /**
   * Finds out what a folder is: a version of a model, a model, or a folder of models.
   *
   * @param model name of the model; empty when the folder shall tell
   * @throws CommandException when it is none of these
   */
  public static ModelFolder find(Path given, String model) {
    try {
      return search(given.toRealPath(), model);
    } catch (NoSuchFileException e) {
      throw CommandException.failed("There is no folder " + given + ".", e);
    } catch (IOException e) {
      throw FileProblems.explain(given, null, e, "");
    }
  }

  private static ModelFolder search(Path folder, String model) throws IOException {
    if (Files.exists(folder.resolve(GRAPH))) {
      Path parent = folder.getParent();
      Path named = isVersion(folder) && parent != null ? parent : folder;
      return new ModelFolder(model.isEmpty() ? name(named) : model, folder, true);
    }
    if (hasVersions(folder)) {
      return new ModelFolder(model.isEmpty() ? name(folder) : model, folder, false);
    }
    List<Path> models = models(folder);
    if (models.isEmpty()) {
      throw CommandException.failed(
          folder
              + " holds no model: neither saved_model.pb, nor folders 1, 2, … with it, nor folders"
              + " of models.");
    }
    if (model.isEmpty() && models.size() > 1) {
      throw CommandException.misused(
          "Several models are in %s: name one of %s.".formatted(folder, names(models)));
    }
    for (Path found : models) {
      if (model.isEmpty() || name(found).equals(model)) {
        return new ModelFolder(name(found), found, false);
      }
    }
    throw CommandException.failed(
        "There is no model %s in %s; there are %s.".formatted(model, folder, names(models)));
  }

  private static String names(List<Path> models) {
    return models.stream().map(ModelFolder::name).collect(Collectors.joining(", "));
  }

  private static List<Path> models(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(ModelFolder::hasVersions).sorted().toList();
    }
  }

  private static boolean hasVersions(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.anyMatch(entry -> isVersion(entry) && Files.exists(entry.resolve(GRAPH)));
    } catch (IOException e) {
      return false; // a file, or a folder that may not be looked into
    }
  }

  private static boolean isVersion(Path folder) {
    return name(folder).matches("[1-9]\\d{0,17}");
  }

  private static String name(Path path) {
    Path last = path.getFileName();
    return last == null ? "" : last.toString();
  }

  /** The number of the version that {@code oneVersion} speaks of: its folder's name, or 1. */
  String version() {
    return isVersion(folder) ? name(folder) : "1";
  }
}
