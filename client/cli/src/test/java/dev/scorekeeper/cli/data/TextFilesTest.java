package dev.scorekeeper.cli.data;

import static com.google.common.truth.Truth.assertThat;
import static dev.scorekeeper.cli.data.Golden.input;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CSV and JSON Lines: which column is which input, and what is wrong where. */
final class TextFilesTest {
  private static final InputSpec X = input("x", ElementType.FLOAT32, 2);

  @TempDir private Path folder = Path.of("");

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static String message(Path file, ColumnChoice choice, InputSpec... inputs) {
    return String.valueOf(
        assertThrows(DataException.class, () -> Golden.readAll(file, 100, choice, inputs))
            .getMessage());
  }

  @Test
  void csv_numberedColumns_areTheInput() throws IOException {
    Path file = file("a.csv", "id,x_1,x_0\n7,2,1\n8,4,3\n");
    assertThat(Golden.texts(Golden.readOne(file, X)))
        .containsExactly("1.0", "2.0", "3.0", "4.0")
        .inOrder();
  }

  @Test
  void csv_columnOfLists_isTheInput() throws IOException {
    Path file = file("a.csv", "x\n\"[1, 2]\"\n\"[3,\n4]\"\n");
    assertThat(Golden.texts(Golden.readOne(file, X)))
        .containsExactly("1.0", "2.0", "3.0", "4.0")
        .inOrder();
  }

  @Test
  void csv_withoutHeader_takesColumnsInOrder() throws IOException {
    Path file = file("a.csv", "1;2\r\n3;4\r\n");
    assertThat(Golden.texts(Golden.readOne(file, X)))
        .containsExactly("1.0", "2.0", "3.0", "4.0")
        .inOrder();
  }

  @Test
  void csv_byteOrderMarkAndTabs_areNoticed() throws IOException {
    Path file = file("a.tsv", "\uFEFFx_0\tx_1\n1\t2\n");
    assertThat(Golden.texts(Golden.readOne(file, X))).containsExactly("1.0", "2.0").inOrder();
  }

  @Test
  void csv_chosenColumnsAndKeptOnes_areReadAsTold() throws IOException {
    Path file = file("a.csv", "name,p,q\n007,1,2\n");
    ColumnChoice choice = new ColumnChoice(Map.of("x", List.of("q", "p")), List.of("name"));
    RowGroup group = Golden.readAll(file, 10, choice, X).get(0);
    assertThat(Golden.texts(group.inputs().get(0))).containsExactly("2.0", "1.0").inOrder();
    assertThat(Golden.texts(group.kept().get(0))).containsExactly("007");
  }

  @Test
  void csv_textInput_isVerbatim() throws IOException {
    Path file = file("a.csv", "text\n 007 \n\"a \"\"b\"\"\"\n");
    assertThat(Golden.texts(Golden.readOne(file, input("text", ElementType.STRING, 1))))
        .containsExactly(" 007 ", "a \"b\"")
        .inOrder();
  }

  @Test
  void csv_compressed_isRead() throws IOException {
    Path file = folder.resolve("a.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("x_0,x_1\n1,2\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(Golden.texts(Golden.readOne(file, X))).containsExactly("1.0", "2.0").inOrder();
  }

  @Test
  void csv_listsOfOtherLengths_beginNewGroups() throws IOException {
    Path file = file("a.csv", "t\n[1]\n[2]\n\"[3,4]\"\n[5]\n");
    List<RowGroup> groups =
        Golden.readAll(file, 10, ColumnChoice.BY_NAME, input("t", ElementType.INT32, -1));
    assertThat(groups.stream().map(RowGroup::firstRow).toList()).containsExactly(1L, 3L, 4L);
    assertThat(groups.stream().map(RowGroup::rowCount).toList()).containsExactly(2, 1, 1);
    assertThat(groups.get(1).inputs().get(0).rowShape()).containsExactly(2);
  }

  @Test
  void csv_wrongCell_namesLineAndColumn() throws IOException {
    Path file = file("a.csv", "x_0,x_1\n1,2\n1,two\n");
    assertThat(message(file, ColumnChoice.BY_NAME, X))
        .isEqualTo("line 3, \"x\": \"two\" is no float32");
  }

  @Test
  void csv_wrongNumberOfCells_namesTheLine() throws IOException {
    Path file = file("a.csv", "x_0,x_1\n1,2,3\n");
    assertThat(message(file, ColumnChoice.BY_NAME, X))
        .isEqualTo("line 2 has 3 cells, the first line has 2");
  }

  @Test
  void csv_openQuote_namesWhereItBegins() throws IOException {
    Path file = file("a.csv", "x_0,x_1\n1,\"2\n3,4\n");
    assertThat(message(file, ColumnChoice.BY_NAME, X))
        .isEqualTo("line 2: a quote is opened and never closed");
  }

  @Test
  void csv_noSuitableColumn_saysWhatIsExpected() throws IOException {
    Path file = file("a.csv", "a,b,c\n1,2,3\n");
    assertThat(message(file, ColumnChoice.BY_NAME, X))
        .isEqualTo(
            "no column for input \"x\" of row shape (2): give a column \"x\" or columns \"x_0\" to"
                + " \"x_1\", or name the columns with --input x=COLUMN,…; there are a, b, c");
  }

  @Test
  void csv_empty_isRefused() throws IOException {
    assertThat(message(file("a.csv", ""), ColumnChoice.BY_NAME, X)).contains("the file is empty");
  }

  @Test
  void json_objects_byName() throws IOException {
    Path file = file("a.jsonl", "{\"y\": 1, \"x\": [1, 2]}\n\n{\"x\": [3, \"NaN\"], \"y\": 2}\n");
    List<RowGroup> groups =
        Golden.readAll(file, 10, ColumnChoice.BY_NAME, X, input("y", ElementType.INT64));
    assertThat(groups).hasSize(1);
    assertThat(Golden.texts(groups.get(0).inputs().get(0)))
        .containsExactly("1.0", "2.0", "3.0", "nan")
        .inOrder();
    assertThat(Golden.texts(groups.get(0).inputs().get(1))).containsExactly("1", "2").inOrder();
  }

  @Test
  void json_bareValues_areTheOneInput() throws IOException {
    Path file = file("a.jsonl", "[[1],[2]]\n[[3],[NaN]]\n");
    Block block = Golden.readOne(file, input("x", ElementType.FLOAT32, 2, 1));
    assertThat(block.rowCount()).isEqualTo(2);
    assertThat(Golden.texts(block)).containsExactly("1.0", "2.0", "3.0", "nan").inOrder();
  }

  @Test
  void json_binaryString_isBase64() throws IOException {
    Path file = file("a.jsonl", "{\"x\": {\"b64\": \"/wE=\"}}\n");
    assertThat(Golden.readOne(file, input("x", ElementType.STRING)).strings().get(0))
        .isEqualTo(new byte[] {(byte) 0xff, 1});
  }

  @Test
  void json_keptValues_takeTheTypeOfTheFirst() throws IOException {
    Path file = file("a.jsonl", "{\"x\":[1,2],\"id\":9007199254740993,\"s\":\"a\"}\n");
    ColumnChoice choice = new ColumnChoice(Map.of(), List.of("id", "s"));
    List<Block> kept = Golden.readAll(file, 10, choice, X).get(0).kept();
    assertThat(kept.get(0).type()).isEqualTo(ElementType.INT64);
    assertThat(kept.get(0).format(0)).isEqualTo("9007199254740993");
    assertThat(kept.get(1).format(0)).isEqualTo("a");
  }

  @Test
  void json_problems_nameTheLine() throws IOException {
    assertThat(message(file("a.jsonl", "{\"x\":[1,2]}\n{\"x\":[1,\n"), ColumnChoice.BY_NAME, X))
        .isEqualTo("line 2: not a complete JSON value");
    assertThat(message(file("b.jsonl", "{\"y\":[1,2]}\n"), ColumnChoice.BY_NAME, X))
        .isEqualTo("line 1: no value for \"x\"");
    assertThat(message(file("c.jsonl", "{\"x\":[1,null]}\n"), ColumnChoice.BY_NAME, X))
        .isEqualTo("line 1, \"x\": null, where a value is needed");
    assertThat(message(file("d.jsonl", "{\"x\":[1,2,3]}\n"), ColumnChoice.BY_NAME, X))
        .isEqualTo("line 1, \"x\": input \"x\" takes rows of shape (2), not (3)");
    assertThat(message(file("e.jsonl", "{\"x\":[[1,2],[3]]}\n"), ColumnChoice.BY_NAME, X))
        .isEqualTo("line 1, \"x\": its nested lists have different lengths");
    assertThat(message(file("f.jsonl", "[1,2] [3]\n"), ColumnChoice.BY_NAME, X))
        .isEqualTo("line 1: more than one value");
  }

  @Test
  void open_unknownExtension_listsTheKnown() throws IOException {
    assertThat(message(file("a.txt", ""), ColumnChoice.BY_NAME, X)).contains(".tfrecord");
    assertThat(
            assertThrows(DataException.class, () -> DataFiles.write(folder.resolve("a.tfrecord"))))
        .hasMessageThat()
        .contains(".parquet can");
  }
}
