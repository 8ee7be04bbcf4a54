package dev.scorekeeper.server.lifecycle;

import dev.scorekeeper.server.lifecycle.FolderScan.FoundVersion;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for models and versions on disk: {@code <models folder>/<model>/<version number>/}, and the
 * folders of models that are named in the configuration.
 *
 * <p>Children whose names start with a dot, and children of a model that are no whole number, are
 * something else and passed over. Not thread-safe.
 */
final class FolderScanner {

  private static final Logger logger = LoggerFactory.getLogger(FolderScanner.class);

  /**
   * The model's own settings, beside its versions: a change of them is a change of each version.
   */
  private static final String SETTINGS_FILE = "scorekeeper.yaml";

  private final Optional<Path> root;
  private final Map<String, Path> namedFolders;
  private final Set<String> reported = new HashSet<>();

  FolderScanner(Optional<Path> root, Map<String, Path> namedFolders) {
    this.root = root;
    this.namedFolders = Map.copyOf(namedFolders);
  }

  FolderScan scan() {
    Map<String, Path> folders = new TreeMap<>();
    boolean rootUnreadable = false;
    if (root.isPresent()) {
      try {
        for (Path child : children(root.get())) {
          folders.put(fileName(child), child);
        }
      } catch (NoSuchFileException | NotDirectoryException gone) {
        report("there is no models folder " + root.get());
      } catch (IOException problem) {
        rootUnreadable = true;
        report("the models folder " + root.get() + " cannot be listed: " + problem);
      }
    }
    folders.putAll(namedFolders);
    return look(folders, rootUnreadable);
  }

  private FolderScan look(Map<String, Path> folders, boolean rootUnreadable) {
    Map<String, SortedMap<Long, FoundVersion>> models = new TreeMap<>();
    Set<String> unreadable = new HashSet<>();
    folders.forEach(
        (name, folder) -> {
          try {
            models.put(name, versions(folder));
          } catch (NoSuchFileException | NotDirectoryException gone) {
            report("there is no folder " + folder + " of model " + name);
          } catch (IOException problem) {
            unreadable.add(name);
            report("the folder " + folder + " of model " + name + " cannot be read: " + problem);
          }
        });
    return new FolderScan(models, unreadable, rootUnreadable);
  }

  private SortedMap<Long, FoundVersion> versions(Path model) throws IOException {
    SortedMap<Long, FoundVersion> versions = new TreeMap<>(Collections.reverseOrder());
    Fingerprint settings = Fingerprint.ofFile(model.resolve(SETTINGS_FILE));
    for (Path child : children(model)) {
      OptionalLong number = versionNumber(fileName(child));
      if (number.isEmpty()) {
        continue;
      }
      FoundVersion first = versions.get(number.getAsLong());
      if (first != null) {
        report(child + " is passed over: " + first.folder() + " is the same version");
        continue;
      }
      try {
        versions.put(
            number.getAsLong(), new FoundVersion(child, Fingerprint.of(child).plus(settings)));
      } catch (NoSuchFileException gone) {
        logger.debug("{} vanished while it was looked at", child);
      }
    }
    return versions;
  }

  /** Folders in a folder, shortest name first, then by name, so that 1 comes before 01. */
  private static List<Path> children(Path folder) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path child : stream) {
        if (!fileName(child).startsWith(".") && Files.isDirectory(child)) {
          children.add(child);
        }
      }
    } catch (DirectoryIteratorException problem) {
      throw problem.getCause();
    }
    children.sort(
        Comparator.<Path>comparingInt(child -> fileName(child).length())
            .thenComparing(FolderScanner::fileName));
    return children;
  }

  private static String fileName(Path path) {
    return String.valueOf(path.getFileName());
  }

  /** The number that a folder's name is, leading zeros allowed; empty when it is none. */
  static OptionalLong versionNumber(String name) {
    if (name.isEmpty() || !name.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(name));
    } catch (NumberFormatException tooLarge) {
      return OptionalLong.empty();
    }
  }

  /** Says a thing once, not at each look. */
  private void report(String message) {
    if (reported.add(message)) {
      logger.warn("{}", message);
    }
  }
}
