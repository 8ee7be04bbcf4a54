package dev.scorekeeper.cli.data;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files made by other programs (see golden/generate.py), and shorthand to read them. */
final class Golden {
  private Golden() {}

  static Path file(String name) {
    URL url = Golden.class.getResource("/golden/" + name);
    if (url == null) {
      throw new IllegalArgumentException("no file " + name);
    }
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static InputSpec input(String name, ElementType type, Integer... rowShape) {
    return new InputSpec(name, type, List.of(rowShape));
  }

  /** All groups of a file, in groups of at most some rows. */
  static List<RowGroup> readAll(Path file, int rows, ColumnChoice choice, InputSpec... inputs)
      throws IOException {
    List<RowGroup> groups = new ArrayList<>();
    try (RowReader reader = DataFiles.read(file, List.of(inputs), choice)) {
      for (RowGroup group = reader.read(rows); group != null; group = reader.read(rows)) {
        groups.add(group);
      }
    }
    return groups;
  }

  /** The first input of a file that comes as one group. */
  static Block readOne(Path file, InputSpec input) throws IOException {
    List<RowGroup> groups = readAll(file, 1_000_000, ColumnChoice.BY_NAME, input);
    if (groups.size() != 1) {
      throw new IllegalArgumentException(groups.size() + " groups");
    }
    return groups.get(0).inputs().get(0);
  }

  /** The elements as text. */
  static List<String> texts(Block block) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < block.rowCount() * block.rowSize(); i++) {
      texts.add(block.format(i));
    }
    return texts;
  }
}
