package dev.scorekeeper.cli.text;

import static com.google.common.truth.Truth.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables, units and the progress line. */
final class TextTest {
  @ParameterizedTest
  @CsvSource({"0.0123, 0.012", "1.234, 1.23", "12.34, 12.3", "1234.5, '1,235'", "0, 0"})
  void number_anySize_hasThreeDigits(double value, String expected) {
    assertThat(Quantities.number(value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"27.5, 27.5 µs", "1200, 1.20 ms", "3400000, 3.40 s"})
  void micros_anyLength_hasAFittingUnit(double micros, String expected) {
    assertThat(Quantities.micros(micros)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"42, 42 s", "185, 3 min 05 s", "7800, 2 h 10 min"})
  void seconds_anyLength_isReadable(double seconds, String expected) {
    assertThat(Quantities.seconds(seconds)).isEqualTo(expected);
  }

  @Test
  void bytesAndCounts_haveUnits() {
    assertThat(Quantities.bytes(512)).isEqualTo("512 B");
    assertThat(Quantities.bytes(3 << 20)).isEqualTo("3.00 MiB");
    assertThat(Quantities.count(1, "row")).isEqualTo("1 row");
    assertThat(Quantities.count(1234, "row")).isEqualTo("1,234 rows");
    assertThat(Quantities.number(Double.NaN)).isEqualTo("–");
  }

  @Test
  void table_columns_areAsWideAsTheirWidestCell() {
    TextTable table = TextTable.of("NAME", ">N").add("a", 1).add("東京", 1000);
    assertThat(table.render()).isEqualTo("NAME     N\na        1\n東京    1000\n");
  }

  @Test
  void progress_onTerminal_redrawsAtMostTenTimesASecond() {
    AtomicLong now = new AtomicLong();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    try (ProgressLine line = new ProgressLine(new Terminal(stream, stream, true, true), now::get)) {
      line.update("first");
      line.update("too soon");
      now.set(100_000_000);
      line.update("2nd");
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("\rfirst\r2nd  \r   \r");
  }

  @Test
  void progress_elsewhere_writesEachStepOnce() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    try (ProgressLine line =
        new ProgressLine(new Terminal(stream, stream, false, false), System::nanoTime)) {
      line.step("one");
      line.step("one");
      line.update("never");
      line.step("two");
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("one\ntwo\n");
  }

  @Test
  void bar_shares_areHeldWithinBounds() {
    assertThat(ProgressLine.bar(0)).isEqualTo("┄".repeat(24));
    assertThat(ProgressLine.bar(0.5)).isEqualTo("━".repeat(12) + "┄".repeat(12));
    assertThat(ProgressLine.bar(7)).isEqualTo("━".repeat(24));
    assertThat(ProgressLine.bar(Double.NaN)).isEqualTo("┄".repeat(24));
  }
}
