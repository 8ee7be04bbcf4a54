package dev.scorekeeper.cli.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** File under a provisional name, {@code NAME.part}, until it is whole. */
record PartFile(Path target) {
  Path path() {
    return Path.of(target + ".part");
  }

  /** Name of a file beside it, for intermediate results. */
  Path sibling(String suffix) {
    return Path.of(target + ".part." + suffix);
  }

  /** Gives the file its own name, over a file that stands there. */
  void commit() throws IOException {
    Files.move(path(), target, StandardCopyOption.REPLACE_EXISTING);
  }
}
