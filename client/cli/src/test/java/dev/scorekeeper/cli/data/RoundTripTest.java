package dev.scorekeeper.cli.data;

import static com.google.common.truth.Truth.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one writes, one reads back: every format, every type, any shape, any grouping. */
final class RoundTripTest {
  private static final List<String> SEVERAL = List.of("npz", "csv", "jsonl");

  @Property(tries = 40)
  void writeThenRead_anyColumns_givesThemBack(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int rows) throws IOException {
    Path folder = Files.createTempDirectory("round-trip");
    Random random = new Random(seed);
    for (String extension : SEVERAL) {
      boolean strings = !extension.equals("npz");
      List<Block> columns = RandomBlocks.columns(random, rows, strings);
      Path file = folder.resolve("data." + extension);
      write(file, columns, random);
      assertSame(read(file, columns, 1 + random.nextInt(rows)), columns);
      Files.delete(file);
    }
    Files.delete(folder);
  }

  @Test
  void writeThenRead_parquetOfAllTypes_givesThemBack(@TempDir Path folder) throws IOException {
    Random random = new Random(7);
    List<Block> columns = new ArrayList<>();
    for (ElementType type : ElementType.values()) {
      columns.add(RandomBlocks.block(random, "scalar_" + type, type, 20, List.of()));
      columns.add(RandomBlocks.block(random, "list_" + type, type, 20, List.of(3)));
      columns.add(RandomBlocks.block(random, "nested_" + type, type, 20, List.of(2, 3)));
    }
    Path file = folder.resolve("data.parquet");
    write(file, columns, random);
    assertSame(read(file, columns, 7), columns);
    try (var left = Files.list(folder)) {
      assertThat(left.map(Path::getFileName).map(Path::toString).toList())
          .containsExactly("data.parquet");
    }
  }

  @Test
  void writeThenRead_npyOfEveryNumber_givesItBack(@TempDir Path folder) throws IOException {
    Random random = new Random(8);
    for (ElementType type : ElementType.values()) {
      if (type != ElementType.STRING) {
        List<Block> columns = List.of(RandomBlocks.block(random, "x", type, 9, List.of(2, 2)));
        Path file = folder.resolve(type + ".npy");
        write(file, columns, random);
        assertSame(read(file, columns, 4), columns);
      }
    }
  }

  private static void write(Path file, List<Block> columns, Random random) throws IOException {
    try (RowWriter writer = DataFiles.write(file)) {
      int rows = columns.get(0).rowCount();
      int done = 0;
      while (done < rows) {
        int next = done + 1 + random.nextInt(rows - done);
        List<Block> part = new ArrayList<>();
        for (Block column : columns) {
          part.add(RandomBlocks.slice(column, done, next));
        }
        writer.write(part);
        done = next;
      }
      writer.commit();
    }
  }

  private static List<List<String>> read(Path file, List<Block> columns, int rows)
      throws IOException {
    InputSpec[] inputs =
        columns.stream()
            .map(column -> new InputSpec(column.name(), column.type(), column.rowShape()))
            .toArray(InputSpec[]::new);
    List<List<String>> read = new ArrayList<>();
    columns.forEach(column -> read.add(new ArrayList<>()));
    for (RowGroup group : Golden.readAll(file, rows, ColumnChoice.BY_NAME, inputs)) {
      for (int i = 0; i < inputs.length; i++) {
        Block block = group.inputs().get(i);
        assertThat(block.rowShape()).isEqualTo(columns.get(i).rowShape());
        read.get(i).addAll(Golden.texts(block));
      }
    }
    return read;
  }

  private static void assertSame(List<List<String>> read, List<Block> columns) {
    for (int i = 0; i < columns.size(); i++) {
      assertThat(read.get(i)).isEqualTo(Golden.texts(columns.get(i)));
    }
  }
}
