package dev.scorekeeper.cli.keras;

import dev.scorekeeper.cli.text.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The small text files of a {@code .keras} archive: a zip file, or the folder that one was unpacked
 * to. Nothing is unpacked to disk.
 *
 * <p>As Keras does, it refuses a zip file with a member that is larger than 4 GiB or that says to
 * expand more than a hundredfold. What a member says about itself is not trusted: of a text at most
 * {@value #MAX_TEXT} bytes are read.
 */
final class ArchiveMembers {

  private static final long MAX_MEMBER = 4L << 30;
  private static final long MAX_EXPANSION = 100;

  /** Most bytes of a text; a configuration of 10,000 layers takes about 6 MB. */
  static final int MAX_TEXT = 64 << 20;

  /** Most members of an archive. */
  static final int MAX_MEMBERS = 100_000;

  private final Path file;

  ArchiveMembers(Path file) {
    this.file = file;
  }

  /** The text of each named member; nothing for one that is not there. */
  List<Optional<String>> texts(List<String> names) throws IOException {
    return Files.isDirectory(file) ? fromFolder(names) : fromZip(names);
  }

  private List<Optional<String>> fromFolder(List<String> names) throws IOException {
    List<Optional<String>> texts = new ArrayList<>();
    for (String name : names) {
      try (InputStream in = Files.newInputStream(file.resolve(name))) {
        texts.add(Optional.of(read(name, in)));
      } catch (NoSuchFileException missing) {
        texts.add(Optional.empty());
      }
    }
    return texts;
  }

  private List<Optional<String>> fromZip(List<String> names) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      if (zip.size() > MAX_MEMBERS) {
        throw refused("it has %,d members, more than %,d".formatted(zip.size(), MAX_MEMBERS));
      }
      for (ZipEntry entry : Collections.list(zip.entries())) {
        check(entry);
      }
      List<Optional<String>> texts = new ArrayList<>();
      for (String name : names) {
        ZipEntry entry = zip.getEntry(name);
        texts.add(entry == null ? Optional.empty() : Optional.of(read(zip, entry)));
      }
      return texts;
    }
  }

  private void check(ZipEntry entry) {
    if (entry.getSize() > MAX_MEMBER) {
      throw refused("its member %s is larger than 4 GiB".formatted(entry.getName()));
    }
    if (entry.getSize() > MAX_EXPANSION * Math.max(1, entry.getCompressedSize())) {
      throw refused(
          "its member %s expands more than %d times".formatted(entry.getName(), MAX_EXPANSION));
    }
  }

  private String read(ZipFile zip, ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      return read(entry.getName(), in);
    }
  }

  private String read(String name, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_TEXT + 1);
    if (bytes.length > MAX_TEXT) {
      throw refused("its member %s is larger than 64 MiB".formatted(name));
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private CommandException refused(String why) {
    return CommandException.failed("%s is refused: %s.".formatted(file, why));
  }
}
