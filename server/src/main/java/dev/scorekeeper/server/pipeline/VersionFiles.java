package dev.scorekeeper.server.pipeline;

import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files that a version was loaded from, and their digests. Thread-safe.
 *
 * <p>Sizes and times are noted when the version is loaded, contents are read when they are first
 * asked for: files that changed in between are not what is in memory, and have no digest.
 */
public final class VersionFiles {

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MAX_DEPTH = 8;

  /** It has a hundred. */
  private static final int MOST_FINGERPRINT_BYTES = 1 << 16;

  private final Path folder;
  private final Map<String, Stamp> noted;
  private @Nullable Identity identity;

  private record Stamp(long bytes, long modifiedMillis) {}

  /**
   * A file of a version.
   *
   * @param path in the version's folder, with slashes
   * @param sha256 lower-case hexadecimal
   */
  public record FileIdentity(String path, String sha256, long bytes) {}

  /**
   * Exactly which files they are.
   *
   * @param digest SHA-256 over a line for each file, in order of their paths: digest, two spaces,
   *     path, line feed, as sha256sum writes it
   * @param fingerprint what TensorFlow wrote about the model; empty when it has none that can be
   *     read
   */
  public record Identity(
      String digest, List<FileIdentity> files, Optional<ModelFingerprint> fingerprint) {
    public Identity {
      files = List.copyOf(files);
    }
  }

  private VersionFiles(Path folder, Map<String, Stamp> noted) {
    this.folder = folder;
    this.noted = noted;
  }

  /** Notes what is in a folder now. */
  static VersionFiles note(Path folder) {
    Path absolute = folder.toAbsolutePath();
    try {
      return new VersionFiles(absolute, look(absolute));
    } catch (IOException | UncheckedIOException e) {
      // Gone since it was loaded: it has no identity, then.
      return new VersionFiles(absolute, Map.of());
    }
  }

  /**
   * Reads all files on the first call, and remembers what it found. Blocks.
   *
   * @throws ProblemException MODEL_FILES_CHANGED when they are not the ones that were loaded
   */
  public synchronized Identity identity() throws ProblemException {
    if (identity == null) {
      try {
        identity = read();
      } catch (IOException | UncheckedIOException e) {
        throw new ProblemException(changed(String.valueOf(e.getMessage())));
      }
    }
    return identity;
  }

  private Identity read() throws IOException, ProblemException {
    if (noted.isEmpty() || !look(folder).equals(noted)) {
      throw new ProblemException(changed("sizes or times differ"));
    }
    List<FileIdentity> files = new ArrayList<>();
    MessageDigest manifest = sha256();
    for (Map.Entry<String, Stamp> file : noted.entrySet()) {
      String digest = digest(folder.resolve(file.getKey()));
      files.add(new FileIdentity(file.getKey(), digest, file.getValue().bytes()));
      String line = digest + "  " + file.getKey() + "\n";
      manifest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    Optional<ModelFingerprint> fingerprint = fingerprint();
    if (!look(folder).equals(noted)) {
      throw new ProblemException(changed("they changed while they were read"));
    }
    return new Identity(HexFormat.of().formatHex(manifest.digest()), files, fingerprint);
  }

  private Optional<ModelFingerprint> fingerprint() throws IOException {
    Stamp stamp = noted.get(ModelFingerprint.FILE);
    return stamp == null || stamp.bytes > MOST_FINGERPRINT_BYTES
        ? Optional.empty()
        : ModelFingerprint.read(Files.readAllBytes(folder.resolve(ModelFingerprint.FILE)));
  }

  private Problem changed(String why) {
    return Problem.of(
            Reason.MODEL_FILES_CHANGED,
            "The files of the version are no longer those that it was loaded from (%s), so that it cannot"
                    .formatted(why)
                + " be told which model would be judged.")
        .with("folder", folder);
  }

  private static SortedMap<String, Stamp> look(Path folder) throws IOException {
    TreeMap<String, Stamp> found = new TreeMap<>();
    try (Stream<Path> paths =
        Files.walk(folder, MAX_DEPTH, java.nio.file.FileVisitOption.FOLLOW_LINKS)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        if (Files.isRegularFile(path)) {
          String name = folder.relativize(path).toString().replace('\\', '/');
          found.put(name, new Stamp(Files.size(path), Files.getLastModifiedTime(path).toMillis()));
        }
      }
    }
    return found;
  }

  private static String digest(Path file) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream bytes = Files.newInputStream(file)) {
      for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
