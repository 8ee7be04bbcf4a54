package dev.scorekeeper.cli.data;

import static com.google.common.truth.Truth.assertThat;
import static dev.scorekeeper.cli.data.Golden.input;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TFRecord and Parquet written by other programs. */
final class RecordFilesTest {
  private static final InputSpec X = input("x", ElementType.FLOAT32, 2);

  @TempDir private Path folder = Path.of("");

  @Test
  void tfRecord_examples_packedOrNot() throws IOException {
    List<RowGroup> groups =
        Golden.readAll(
            Golden.file("examples.tfrecord"),
            10,
            new ColumnChoice(Map.of(), List.of("name")),
            X,
            input("id", ElementType.INT64, 1));
    RowGroup group = groups.get(0);
    assertThat(Golden.texts(group.inputs().get(0)))
        .containsExactly("1.0", "2.5", "3.0", "-4.0")
        .inOrder();
    assertThat(Golden.texts(group.inputs().get(1)))
        .containsExactly("-7", "1099511627776")
        .inOrder();
    assertThat(Golden.texts(group.kept().get(0))).containsExactly("a", "é").inOrder();
  }

  @Test
  void tfRecord_inputThatParsesExamples_getsTheRecords() throws IOException {
    Block block =
        Golden.readOne(Golden.file("examples.tfrecord"), input("inputs", ElementType.STRING));
    byte[] all = Files.readAllBytes(Golden.file("examples.tfrecord"));
    byte[] first = block.strings().get(0);
    assertThat(block.rowCount()).isEqualTo(2);
    assertThat(first).isEqualTo(Arrays.copyOfRange(all, 12, 12 + first.length));
  }

  @Test
  void tfRecord_missingFeature_isNamed() {
    DataException e =
        assertThrows(
            DataException.class,
            () ->
                Golden.readOne(
                    Golden.file("examples.tfrecord"), input("y", ElementType.FLOAT32, 2)));
    assertThat(e).hasMessageThat().isEqualTo("record 1: no feature \"y\"");
  }

  @Test
  void tfRecord_anyFlippedBit_isNoticed() throws IOException {
    byte[] good = Files.readAllBytes(Golden.file("examples.tfrecord"));
    Path file = folder.resolve("damaged.tfrecord");
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 4;
      Files.write(file, bad);
      DataException e = assertThrows(DataException.class, () -> Golden.readOne(file, X));
      assertThat(e).hasMessageThat().contains("checksum");
    }
  }

  @Test
  void tfRecord_cutOff_isNoticed() throws IOException {
    byte[] good = Files.readAllBytes(Golden.file("examples.tfrecord"));
    Path file = folder.resolve("short.tfrecord");
    Files.write(file, Arrays.copyOf(good, good.length - 3));
    assertThrows(EOFException.class, () -> Golden.readOne(file, X));
  }

  @Test
  void npy_cutOff_isNoticed() throws IOException {
    byte[] good = Files.readAllBytes(Golden.file("version2.npy"));
    Path file = folder.resolve("short.npy");
    Files.write(file, Arrays.copyOf(good, good.length - 1));
    assertThrows(EOFException.class, () -> Golden.readOne(file, input("x", ElementType.INT32)));
  }

  private static Block parquet(InputSpec input) throws IOException {
    return Golden.readOne(Golden.file("table.parquet"), input);
  }

  @Test
  void parquet_lists_areRows() throws IOException {
    assertThat(Golden.texts(parquet(X)))
        .containsExactly("1.0", "2.0", "3.0", "4.0", "5.5", "-6.0")
        .inOrder();
    assertThat(Golden.texts(parquet(input("fixed", ElementType.INT64, 2))))
        .containsExactly("1", "2", "3", "4", "5", "6")
        .inOrder();
    Block nested = parquet(input("nested", ElementType.INT16, 2, 2));
    assertThat(nested.rowShape()).containsExactly(2, 2);
    assertThat(Golden.texts(nested)).hasSize(12);
  }

  @Test
  void parquet_numberedColumnsTextAndFlags_areRead() throws IOException {
    assertThat(Golden.texts(parquet(input("a", ElementType.FLOAT32, 2))))
        .containsExactly("0.5", "1.0", "1.5", "2.0", "2.5", "3.0")
        .inOrder();
    assertThat(Golden.texts(parquet(input("text", ElementType.STRING, 1))))
        .containsExactly("", "naïve", "東京 😀")
        .inOrder();
    assertThat(Golden.texts(parquet(input("flag", ElementType.BOOL))))
        .containsExactly("true", "false", "true")
        .inOrder();
    assertThat(Golden.texts(parquet(input("big", ElementType.UINT64))))
        .containsExactly("0", "1", "18446744073709551615")
        .inOrder();
  }

  @Test
  void parquet_listsOfOtherLengths_beginNewGroups() throws IOException {
    List<RowGroup> groups =
        Golden.readAll(
            Golden.file("table.parquet"),
            10,
            new ColumnChoice(Map.of(), List.of("id")),
            input("ragged", ElementType.INT32, -1));
    assertThat(groups.stream().map(group -> group.inputs().get(0).rowShape().get(0)).toList())
        .containsExactly(1, 2, 0)
        .inOrder();
    assertThat(Golden.texts(groups.get(2).kept().get(0))).containsExactly("3");
  }

  @Test
  void parquet_null_isNamed() {
    DataException e =
        assertThrows(DataException.class, () -> parquet(input("null", ElementType.FLOAT32)));
    assertThat(e).hasMessageThat().isEqualTo("row 2, \"null\": null, where a value is needed");
  }

  @Test
  void parquet_noParquet_isRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("no.parquet"), "hello");
    DataException e = assertThrows(DataException.class, () -> Golden.readOne(file, X));
    assertThat(e).hasMessageThat().startsWith("not readable as Parquet");
  }
}
