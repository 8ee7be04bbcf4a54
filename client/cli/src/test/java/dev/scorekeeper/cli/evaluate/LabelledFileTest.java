package dev.scorekeeper.cli.evaluate;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.cli.data.Block;
import dev.scorekeeper.cli.data.DataFiles;
import dev.scorekeeper.cli.data.ElementType;
import dev.scorekeeper.cli.data.InputSpec;
import dev.scorekeeper.cli.data.RowWriter;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.client.LabelledRows;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows and labels from files of every kind. */
final class LabelledFileTest {
  private static final InputSpec X = new InputSpec("x", ElementType.FLOAT32, List.of(2));

  @TempDir private Path folder = Path.of("");

  private static ExtraColumn column(ExtraColumn.Role role, String name, String source) {
    return new ExtraColumn(role, name, ColumnSource.parse(source), false, List.of());
  }

  private static ExtraColumn label(String source) {
    return column(ExtraColumn.Role.LABEL, "y", source);
  }

  /** All rows, in groups of at most so many. */
  private static List<LabelledGroup> read(int rows, Path data, ExtraColumn... extras) {
    List<LabelledGroup> groups = new ArrayList<>();
    RowFiles files = new RowFiles(data, Map.of(), List.of(extras));
    try (LabelledFile file = LabelledFile.open(files, List.of(X))) {
      for (LabelledGroup group = file.next(rows); group != null; group = file.next(rows)) {
        groups.add(group);
      }
    }
    return groups;
  }

  private static List<Double> labels(List<LabelledGroup> groups, ExtraColumn column) {
    List<Double> all = new ArrayList<>();
    for (LabelledGroup group : groups) {
      Block block = group.labels(column);
      for (int i = 0; i < block.rowCount() * block.rowSize(); i++) {
        all.add(block.doubleAt(i));
      }
    }
    return all;
  }

  /** Rows (i, i + 0.5) labelled i, for i from 0. */
  private Path write(String name, int rows) throws IOException {
    ByteBuffer x = ByteBuffer.allocate(rows * 8).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer y = ByteBuffer.allocate(rows * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < rows; i++) {
      x.putFloat(i).putFloat(i + 0.5f);
      y.putLong(i);
    }
    Path file = folder.resolve(name);
    Block inputs = Block.ofNumbers("x", ElementType.FLOAT32, rows, List.of(2), x.flip());
    Block labels = Block.ofNumbers("y", ElementType.INT64, rows, List.of(), y.flip());
    boolean one = name.endsWith(".npy");
    try (RowWriter writer = DataFiles.write(file)) {
      writer.write(one ? List.of(name.startsWith("x") ? inputs : labels) : List.of(inputs, labels));
      writer.commit();
    }
    return file;
  }

  @Test
  void next_labelsInAColumnOfTheData_ofEveryKind() throws IOException {
    for (String kind : List.of("csv", "jsonl", "npz", "parquet")) {
      ExtraColumn label = label("y");
      List<LabelledGroup> groups = read(2, write("data." + kind, 5), label);
      assertThat(groups).hasSize(3);
      assertThat(labels(groups, label)).containsExactly(0.0, 1.0, 2.0, 3.0, 4.0).inOrder();
      assertThat(groups.get(0).labels(label).rowShape()).isEmpty();
      assertThat(groups.get(2).inputs().get(0).doubleAt(1)).isEqualTo(4.5);
      assertThat(groups.get(2).firstRow()).isEqualTo(5);
    }
  }

  @Test
  void next_labelsInAFileOfTheirOwn_ofEveryKind() throws IOException {
    Path data = write("x.npy", 5);
    for (String kind : List.of("npy", "csv", "jsonl", "npz", "parquet")) {
      ExtraColumn label = label(write("labels." + kind, 5).toString());
      assertThat(labels(read(4, data, label), label))
          .containsExactly(0.0, 1.0, 2.0, 3.0, 4.0)
          .inOrder();
    }
  }

  @Test
  void next_tfRecord_oneValueARowIsNoList() throws URISyntaxException {
    Path file = Path.of(LabelledFileTest.class.getResource("/golden/examples.tfrecord").toURI());
    ExtraColumn label = label("id");
    ExtraColumn slice = column(ExtraColumn.Role.SLICE, "name", "name");
    LabelledGroup group = read(10, file, label, slice).get(0);
    assertThat(labels(List.of(group), label)).containsExactly(-7.0, 1099511627776.0).inOrder();
    assertThat(group.labels(label).rowShape()).isEmpty();
    assertThat(group.message().rowCount()).isEqualTo(2);
  }

  @Test
  void next_onlyColumnOfAFile_needsNoName() throws IOException {
    Path data = write("x.npy", 3);
    Path plain = Files.writeString(folder.resolve("plain.csv"), "3\n1\n2\n");
    assertThat(labels(read(9, data, label(plain.toString())), label(plain.toString())))
        .containsExactly(3.0, 1.0, 2.0)
        .inOrder();
    Path headed = Files.writeString(folder.resolve("headed.csv"), "species\n3\n1\n2\n");
    assertThat(labels(read(9, data, label(headed.toString())), label(headed.toString())))
        .containsExactly(3.0, 1.0, 2.0)
        .inOrder();
    Path several = Files.writeString(folder.resolve("several.csv"), "a,b\n0,1\n0,2\n0,3\n");
    ExtraColumn named = label(several + ":b");
    assertThat(labels(read(9, data, named), named)).containsExactly(1.0, 2.0, 3.0).inOrder();
    CommandException e =
        assertThrows(CommandException.class, () -> read(9, data, label(several.toString())));
    assertThat(e).hasMessageThat().contains("there is no column \"y\"; there are a, b");
    assertThat(e.exitCode()).isEqualTo(1);
  }

  @Test
  void next_listsOfLabels_fromNumberedColumnsOrCells() throws IOException {
    Path data = Files.writeString(folder.resolve("d.csv"), "x_0,x_1,y_0,y_1\n1,2,0,1\n3,4,1,0\n");
    LabelledGroup numbered = read(9, data, label("y")).get(0);
    assertThat(numbered.labels(label("y")).rowShape()).containsExactly(2);
    assertThat(labels(List.of(numbered), label("y"))).containsExactly(0.0, 1.0, 1.0, 0.0).inOrder();
    Path cells = Files.writeString(folder.resolve("c.csv"), "x_0,x_1,y\n1,2,\"[0, 1]\"\n");
    assertThat(read(9, cells, label("y")).get(0).labels(label("y")).rowShape()).containsExactly(2);
  }

  @Test
  void next_inputsWithoutNames_areTheOtherColumns() throws IOException {
    Path data = Files.writeString(folder.resolve("d.csv"), "age,y,size,w\n1,0,2,0.5\n3,1,4,2\n");
    ExtraColumn weight = column(ExtraColumn.Role.WEIGHT, "", "w");
    LabelledGroup group = read(9, data, label("y"), weight).get(0);
    assertThat(group.inputs().get(0).doubleAt(2)).isEqualTo(3.0);
    assertThat(group.inputs().get(0).doubleAt(3)).isEqualTo(4.0);
  }

  @Test
  void open_filesThatAreKnownToDiffer_areRefusedAtOnce() throws IOException {
    ExtraColumn label = label(write("y.npy", 4).toString());
    Path data = write("x.npy", 5);
    CommandException e = assertThrows(CommandException.class, () -> read(9, data, label));
    assertThat(e)
        .hasMessageThat()
        .isEqualTo(
            "--label: %s has 5 rows and %s has 4; they must have the same number."
                .formatted(data, label.source().file()));
  }

  @Test
  void next_filesThatTurnOutToDiffer_areRefusedWithTheirCounts() throws IOException {
    for (int rows : new int[] {3, 5000}) {
      ExtraColumn label = label(write("y.csv", rows).toString());
      Path data = write("x.npy", 20);
      CommandException e = assertThrows(CommandException.class, () -> read(7, data, label));
      assertThat(e)
          .hasMessageThat()
          .isEqualTo(
              "--label: %s has 20 rows and %s has %,d; they must have the same number."
                  .formatted(data, label.source().file(), rows));
    }
  }

  @Test
  void next_sameColumnForTwoPurposes_isReadTwice() throws IOException {
    for (String kind : List.of("csv", "jsonl", "npz", "parquet")) {
      ExtraColumn slice = column(ExtraColumn.Role.SLICE, "y", "y");
      LabelledGroup group = read(9, write("d." + kind, 3), label("y"), slice).get(0);
      LabelledRows message = group.message();
      assertThat(message.rowCount()).isEqualTo(3);
      assertThat(group.labels(label("y")).doubleAt(2)).isEqualTo(2.0);
    }
  }

  @Test
  void labels_missing_areNotTakenForZero() throws IOException {
    ExtraColumn skipping =
        new ExtraColumn(ExtraColumn.Role.LABEL, "y", new ColumnSource(null, "y"), true, List.of());
    Path csv = Files.writeString(folder.resolve("d.csv"), "x_0,x_1,y\n1,2,\n3,4,7\n");
    Path json =
        Files.writeString(
            folder.resolve("d.jsonl"), "{\"x\": [1, 2], \"y\": null}\n{\"x\": [3, 4], \"y\": 7}\n");
    Path absent =
        Files.writeString(
            folder.resolve("e.jsonl"), "{\"x\": [1, 2]}\n{\"x\": [3, 4], \"y\": 7}\n");
    for (Path data : List.of(csv, json, absent)) {
      assertThat(labels(read(9, data, skipping), skipping))
          .containsExactly(Double.NaN, 7.0)
          .inOrder();
      assertThat(read(9, data, skipping).get(0).message().rowCount()).isEqualTo(2);
      CommandException e = assertThrows(CommandException.class, () -> read(9, data, label("y")));
      assertThat(e).hasMessageThat().contains("\"y\"");
    }
  }

  @Test
  void labels_namesOfClasses_becomeTheirNumbers() throws IOException {
    ExtraColumn named =
        new ExtraColumn(
            ExtraColumn.Role.LABEL,
            "y",
            new ColumnSource(null, "kind"),
            false,
            List.of("cat", "dog"));
    Path data = Files.writeString(folder.resolve("d.csv"), "x_0,x_1,kind\n1,2,dog\n3,4,cat\n");
    assertThat(labels(read(9, data, named), named)).containsExactly(1.0, 0.0).inOrder();
    Path wrong = Files.writeString(folder.resolve("w.csv"), "x_0,x_1,kind\n1,2,dog\n3,4,cow\n");
    CommandException e =
        assertThrows(CommandException.class, () -> labels(read(9, wrong, named), named));
    assertThat(e)
        .hasMessageThat()
        .isEqualTo("--label, row 2: \"cow\" is none of the classes cat, dog.");
  }

  @Test
  void next_dataOfOneArray_hasNoColumns() throws IOException {
    Path data = write("x.npy", 2);
    CommandException e = assertThrows(CommandException.class, () -> read(9, data, label("y")));
    assertThat(e).hasMessageThat().contains("a .npy file has no columns; give a file for \"y\"");
  }

  @Test
  void message_everyColumn_isInIt() throws IOException {
    Path data =
        Files.writeString(
            folder.resolve("d.jsonl"),
            """
            {"x": [1, 2], "y": 1, "w": 0.5, "m": true, "country": "JP", "age": 7.5, "id": 11}
            {"x": [3, 4], "y": 0, "w": 2, "m": false, "country": "FR", "age": 8, "id": 12}
            """);
    LabelledGroup group =
        read(
                9,
                data,
                label("y"),
                column(ExtraColumn.Role.WEIGHT, "y", "w"),
                column(ExtraColumn.Role.MASK, "", "m"),
                column(ExtraColumn.Role.SLICE, "country", "country"),
                column(ExtraColumn.Role.SLICE, "age", "age"),
                column(ExtraColumn.Role.ID, "", "id"),
                column(ExtraColumn.Role.QUERY, "", "id"))
            .get(0);
    assertThat(group.message().rowCount()).isEqualTo(2);
    assertThat(group.extras()).hasSize(7);
  }
}
