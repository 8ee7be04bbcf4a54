package dev.scorekeeper.server.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The models that tests use, and folders made of copies of them. */
final class ModelFolders {

  /** Folders that hold models, from the module's own folder. */
  private static final List<Path> SOURCES =
      List.of(Path.of("models"), Path.of("src/test/models"), Path.of("../benchmarks/models"));

  private ModelFolders() {}

  /** Folder of a model, above its versions. */
  static Path source(String name) {
    return SOURCES.stream()
        .map(folder -> folder.resolve(name))
        .filter(Files::isDirectory)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no test model " + name));
  }

  /** Copies all versions of models, and their own settings, into a folder. */
  static Path copy(Path root, String... names) throws IOException {
    for (String name : names) {
      copyModel(source(name), root.resolve(name));
    }
    return root;
  }

  /** Copies all versions of one model, and its own settings. */
  static void copyModel(Path from, Path to) throws IOException {
    try (Stream<Path> children = Files.list(from)) {
      for (Path child : children.toList()) {
        String file = child.getFileName().toString();
        if (file.matches("[0-9]+") || file.equals("scorekeeper.yaml")) {
          copyTree(child, to.resolve(file));
        }
      }
    }
  }

  /** Copies one version under another number. */
  static void copyVersion(Path root, String name, int from, String asName, int to)
      throws IOException {
    copyTree(
        source(name).resolve(Integer.toString(from)),
        root.resolve(asName).resolve(Integer.toString(to)));
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.toAbsolutePath().getParent());
          Files.copy(path, target);
        }
      }
    }
  }

  static void delete(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
