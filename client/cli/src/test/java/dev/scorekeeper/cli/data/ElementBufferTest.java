package dev.scorekeeper.cli.data;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ElementBufferTest {
  private static String converted(ElementType type, String text) throws DataException {
    ElementBuffer buffer = new ElementBuffer(type);
    buffer.addText(text);
    return buffer.toBlock("x", 1, List.of()).format(0);
  }

  @ParameterizedTest
  @CsvSource({
    "INT8, 127, 127",
    "INT32, 1e3, 1000",
    "INT32, 7.0, 7",
    "UINT64, 18446744073709551615, 18446744073709551615",
    "FLOAT32, ' 0.1 ', 0.1",
    "FLOAT32, nan, nan",
    "FLOAT32, -Infinity, -inf",
    "FLOAT64, inf, inf",
    "FLOAT16, 1.00048828125, 1.0",
    "BFLOAT16, 3.14159, 3.140625",
    "BOOL, TRUE, true",
    "BOOL, 0, false",
    "COMPLEX64, 1.5-2j, 1.5-2.0j",
    "COMPLEX64, 1e-3+2e+4j, 0.001+20000.0j",
    "COMPLEX64, 3, 3.0+0.0j",
    "COMPLEX64, -2j, 0.0-2.0j"
  })
  void addText_spelledNumber_isTaken(ElementType type, String text, String expected)
      throws DataException {
    assertThat(converted(type, text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "INT8, 128",
    "UINT8, -1",
    "INT32, 0.5",
    "INT64, 9223372036854775808",
    "UINT64, -1",
    "UINT64, 18446744073709551616",
    "INT32, 1e999999999",
    "FLOAT32, one",
    "FLOAT32, ''",
    "FLOAT64, 1d",
    "BOOL, 2",
    "COMPLEX64, j"
  })
  void addText_notOfTheType_isRefused(ElementType type, String text) {
    assertThrows(DataException.class, () -> converted(type, text));
  }

  @Test
  void addDouble_fractionForInteger_isRefused() {
    ElementBuffer buffer = new ElementBuffer(ElementType.INT32);
    DataException e = assertThrows(DataException.class, () -> buffer.addDouble(2.5));
    assertThat(e).hasMessageThat().isEqualTo("\"2.5\" is no int32");
  }

  @Test
  void addText_empty_saysSo() {
    DataException e = assertThrows(DataException.class, () -> converted(ElementType.FLOAT32, " "));
    assertThat(e).hasMessageThat().isEqualTo("empty where a float32 is needed");
  }
}
