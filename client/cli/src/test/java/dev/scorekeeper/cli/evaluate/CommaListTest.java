package dev.scorekeeper.cli.evaluate;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.cli.text.CommandException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people type: lists, outputs, files and columns. */
final class CommaListTest {
  private static final OutputNames WINE =
      new OutputNames(List.of("output_0", "output_1"), Map.of("output_1", "cultivar"));

  @Test
  void split_commasWithinBracketsAndQuotes_doNotPart() {
    assertThat(
            CommaList.split(
                "--metrics",
                "accuracy, AUC(curve='PR', num_thresholds=200),f(x=[1, 2], y=\"a,b\")"))
        .containsExactly(
            "accuracy", "AUC(curve='PR', num_thresholds=200)", "f(x=[1, 2], y=\"a,b\")")
        .inOrder();
    assertThat(CommaList.split("--metrics", "f(a=')')")).containsExactly("f(a=')')");
  }

  @Test
  void split_whatDoesNotMatch_isMisuse() {
    for (String text : List.of("AUC(curve='PR'", "a)", "a,,b", "", "f(x=[1)]", "f('x)")) {
      CommandException e =
          assertThrows(CommandException.class, () -> CommaList.split("--metrics", text));
      assertThat(e.exitCode()).isEqualTo(2);
      assertThat(e).hasMessageThat().startsWith("--metrics \"" + text + "\": ");
    }
  }

  @Test
  void prefixed_outputs_areFoundByEitherName() {
    assertThat(WINE.prefixed("--loss", "cultivar: mse"))
        .isEqualTo(new OutputNames.Said("output_1", "mse"));
    assertThat(WINE.prefixed("--loss", "output_0:mae"))
        .isEqualTo(new OutputNames.Said("output_0", "mae"));
    assertThat(WINE.prefixed("--loss", "Huber(delta=1)"))
        .isEqualTo(new OutputNames.Said("", "Huber(delta=1)"));
    CommandException e =
        assertThrows(CommandException.class, () -> WINE.prefixed("--loss", "colour:mse"));
    assertThat(e)
        .hasMessageThat()
        .isEqualTo(
            "--loss: there is no output \"colour\"; there are output_0, output_1, cultivar.");
  }

  @Test
  void assigned_onlyOutputs_standBeforeTheEqualsSign() {
    assertThat(WINE.assigned("cultivar=y.npy"))
        .isEqualTo(new OutputNames.Said("output_1", "y.npy"));
    assertThat(WINE.assigned("run=3/y.npy")).isEqualTo(new OutputNames.Said("", "run=3/y.npy"));
  }

  @Test
  void prefixedByOutput_severalOutputs_wantTheName() {
    assertThat(
            WINE.prefixedByOutput(
                "--metrics", List.of("cultivar:accuracy, output_0:mae", "output_0:mse")))
        .containsExactly("output_1", List.of("accuracy"), "output_0", List.of("mae", "mse"));
    CommandException e =
        assertThrows(
            CommandException.class, () -> WINE.prefixedByOutput("--metrics", List.of("mae")));
    assertThat(e)
        .hasMessageThat()
        .isEqualTo(
            "--metrics \"mae\": say of which output; there are output_0, output_1, cultivar.");
    OutputNames one = new OutputNames(List.of("y"), Map.of());
    assertThat(one.prefixedByOutput("--metrics", List.of("mae,mse")))
        .containsExactly("y", List.of("mae", "mse"));
  }

  @Test
  void single_secondThing_isMisuse() {
    CommandException e =
        assertThrows(
            CommandException.class,
            () -> OutputNames.single("--loss", Map.of("y", List.of("mse", "mae"))));
    assertThat(e).hasMessageThat().isEqualTo("--loss: output y can have one, not 2.");
  }

  @Test
  void columnSource_text_isFileByNameOrColumn() {
    assertThat(ColumnSource.parse("label")).isEqualTo(new ColumnSource(null, "label"));
    assertThat(ColumnSource.parse("a.npy").file()).isNotNull();
    assertThat(ColumnSource.parse("a.csv:species").column()).isEqualTo("species");
    assertThat(ColumnSource.parse("a:b")).isEqualTo(new ColumnSource(null, "a:b"));
    assertThat(ColumnSource.parse("a.csv.gz").file()).isNotNull();
  }
}
