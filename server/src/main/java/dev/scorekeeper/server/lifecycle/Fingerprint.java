package dev.scorekeeper.server.lifecycle;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/**
 * What a version's folder looks like from outside: names, sizes and times of its files, not their
 * contents. Equal fingerprints: nothing was copied in between.
 *
 * @param digest sum over the files, so that their order does not matter
 */
record Fingerprint(int files, long bytes, long digest) {

  /** Entries after these do not count; a SavedModel has a handful. */
  private static final int MAX_FILES = 10_000;

  private static final int MAX_DEPTH = 8;

  /**
   * Looks at a folder.
   *
   * @throws IOException when the folder itself cannot be read
   */
  static Fingerprint of(Path folder) throws IOException {
    Walk walk = new Walk(folder);
    Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), MAX_DEPTH, walk);
    return new Fingerprint(walk.files, walk.bytes, walk.digest);
  }

  /** Looks at a single file, which need not be there. */
  static Fingerprint ofFile(Path file) throws IOException {
    return Files.exists(file) ? of(file) : new Fingerprint(0, 0, 0);
  }

  /** Both together. */
  Fingerprint plus(Fingerprint other) {
    return new Fingerprint(files + other.files, bytes + other.bytes, digest + other.digest);
  }

  private static final class Walk extends SimpleFileVisitor<Path> {
    private final Path root;
    private int files;
    private long bytes;
    private long digest;

    Walk(Path root) {
      this.root = root;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      files++;
      bytes += attributes.size();
      digest +=
          mix(
              mix(root.relativize(file).toString().hashCode(), attributes.size()),
              attributes.lastModifiedTime().toMillis());
      return files < MAX_FILES ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
      if (file.equals(root)) {
        throw problem;
      }
      // Gone since it was listed, a dangling link or a loop: part of what the folder looks like.
      digest += mix(root.relativize(file).toString().hashCode(), -1);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException problem) {
      return FileVisitResult.CONTINUE;
    }
  }

  /** Finaliser of SplitMix64 over both. */
  private static long mix(long a, long b) {
    long z = a * 0x9E3779B97F4A7C15L + b;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
