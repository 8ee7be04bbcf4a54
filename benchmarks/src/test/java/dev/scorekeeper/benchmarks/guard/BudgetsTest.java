package dev.scorekeeper.benchmarks.guard;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of {@link Budgets} and {@link Check}. */
class BudgetsTest {

  @TempDir private Path folder;

  @Test
  void read_fileWithComments_givesItsNumbers() throws IOException {
    Budgets budgets = Budgets.read(file("# why\na.bytes = 300\n\na.cpu = 1.5\n"));

    assertThat(budgets.names()).containsExactly("a.bytes", "a.cpu").inOrder();
    assertThat(budgets.check("a.cpu", 1).limit()).isEqualTo(1.5);
  }

  @Test
  void read_limitThatIsNoPositiveNumber_throwsNamingIt() throws IOException {
    for (String limit : new String[] {"many", "", "-1", "0", "NaN", "Infinity"}) {
      Path file = file("a.bytes = " + limit);
      var thrown = assertThrows(IllegalArgumentException.class, () -> Budgets.read(file));
      assertThat(thrown).hasMessageThat().contains("a.bytes");
    }
  }

  @Test
  void read_committedFile_hasEachBudgetOfEachModel() throws IOException {
    Budgets budgets = Budgets.read(Path.of("guard.properties"));

    for (String model : Guard.MODELS) {
      assertThat(budgets.names())
          .containsAtLeast(
              model + ".bytes",
              model + ".cpu",
              model + ".stream_bytes",
              model + ".stream_cpu",
              model + ".run_bytes");
    }
  }

  @Test
  void check_unknownBudget_throwsNamingTheKnown() {
    Budgets budgets = new Budgets(Map.of("a.bytes", 1.0));

    var thrown = assertThrows(IllegalArgumentException.class, () -> budgets.check("b.bytes", 1));

    assertThat(thrown).hasMessageThat().contains("a.bytes");
  }

  @Test
  void check_valueUpToTheLimit_holds() {
    Budgets budgets = new Budgets(Map.of("a.bytes", 10.0));

    assertThat(budgets.check("a.bytes", -5).holds()).isTrue();
    assertThat(budgets.check("a.bytes", 10).holds()).isTrue();
    assertThat(budgets.check("a.bytes", 10.01).holds()).isFalse();
    assertThat(budgets.check("a.bytes", Double.NaN).holds()).isFalse();
  }

  @Test
  void complaint_ofACheck_saysWhichWhatAndWhatToDo() {
    String complaint = new Check("perf_mlp.bytes", 3412.5, 3000).complaint();

    assertThat(complaint).contains("perf_mlp.bytes is exceeded: measured 3412.50, allowed 3000.00");
    assertThat(complaint).contains("benchmarks/guard.properties");
    assertThat(complaint).contains("beyond what bare gRPC does");
    assertThat(complaint).contains("./scorekeeper bench allocation --models perf_mlp");
    assertThat(complaint).contains("raise the budget in the");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("guard.properties"), text);
  }
}
