package dev.scorekeeper.cli.data;

import static com.google.common.truth.Truth.assertThat;
import static dev.scorekeeper.cli.data.Golden.input;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads what NumPy wrote. */
final class NumpyGoldenTest {
  private static final Path ARRAYS = Golden.file("numpy.npz");

  private static Block array(String name, ElementType type, Integer... rowShape)
      throws IOException {
    ColumnChoice choice = new ColumnChoice(Map.of("in", List.of(name)), List.of());
    return Golden.readAll(ARRAYS, 100, choice, input("in", type, rowShape)).get(0).inputs().get(0);
  }

  @ParameterizedTest
  @CsvSource({
    "INT8, -128, 127",
    "INT16, -32768, 32767",
    "INT32, -2147483648, 2147483647",
    "INT64, -9223372036854775808, 9223372036854775807",
    "UINT8, 0, 255",
    "UINT16, 0, 65535",
    "UINT32, 0, 4294967295",
    "UINT64, 0, 18446744073709551615"
  })
  void read_integers_keepsTheExtremes(ElementType type, String least, String most)
      throws IOException {
    assertThat(Golden.texts(array(type.label(), type)))
        .containsExactly(least, "0", "1", most)
        .inOrder();
  }

  @Test
  void read_booleans_inRowShape() throws IOException {
    Block block = array("bool", ElementType.BOOL, 2);
    assertThat(block.rowCount()).isEqualTo(2);
    assertThat(Golden.texts(block)).containsExactly("true", "false", "false", "true").inOrder();
  }

  @Test
  void read_half_keepsSignSubnormalAndInfinity() throws IOException {
    assertThat(Golden.texts(array("float16", ElementType.FLOAT16)))
        .containsExactly("1.5", "-0.0", "65504.0", "5.9604645E-8", "inf", "nan")
        .inOrder();
  }

  @Test
  void read_float32_hasRowShapeAndValues() throws IOException {
    Block block = array("float32", ElementType.FLOAT32, 3, 2);
    assertThat(block.rowShape()).containsExactly(3, 2).inOrder();
    for (int i = 0; i < 12; i++) {
      assertThat(block.floatAt(i)).isEqualTo(i / 7f);
    }
  }

  @Test
  void read_float64ForFloat32_rounds() throws IOException {
    Block block = array("float64", ElementType.FLOAT32);
    assertThat(Golden.texts(block)).containsExactly("0.1", "-inf", "nan").inOrder();
  }

  @Test
  void read_complex_asPythonSpellsIt() throws IOException {
    assertThat(Golden.texts(array("complex64", ElementType.COMPLEX64)))
        .containsExactly("1.0+2.0j", "-0.0-0.5j")
        .inOrder();
  }

  @Test
  void read_unicode_asUtf8() throws IOException {
    assertThat(Golden.texts(array("text", ElementType.STRING, 1)))
        .containsExactly("", "naïve", "東京 😀")
        .inOrder();
  }

  @Test
  void read_bytes_asTheyAre() throws IOException {
    assertThat(array("bytes", ElementType.STRING).strings().get(2))
        .isEqualTo(new byte[] {(byte) 0xff, 1});
  }

  @Test
  void read_bigEndian_swaps() throws IOException {
    assertThat(Golden.texts(array("big_endian", ElementType.FLOAT32, 2)))
        .containsExactly("0.5", "1.5", "2.5", "3.5")
        .inOrder();
  }

  @Test
  void read_fortranOrder_isRefusedWithTheRemedy() {
    DataException e =
        assertThrows(DataException.class, () -> array("fortran", ElementType.FLOAT32, 3));
    assertThat(e).hasMessageThat().contains("ascontiguousarray");
  }

  @Test
  void read_noRows_isNoGroup() throws IOException {
    ColumnChoice choice = new ColumnChoice(Map.of("in", List.of("no_rows")), List.of());
    assertThat(Golden.readAll(ARRAYS, 5, choice, input("in", ElementType.FLOAT32, 3))).isEmpty();
  }

  @Test
  void read_fractionForInteger_isRefused() {
    DataException e =
        assertThrows(DataException.class, () -> array("float32", ElementType.INT32, 3, 2));
    assertThat(e).hasMessageThat().contains("is no int32");
  }

  @Test
  void read_otherFixedDimension_isRefused() {
    DataException e =
        assertThrows(DataException.class, () -> array("float32", ElementType.FLOAT32, 2, 2));
    assertThat(e).hasMessageThat().isEqualTo("input \"in\" takes rows of shape (2, 2), not (3, 2)");
  }

  @Test
  void read_missingArray_namesThoseThereAre() {
    DataException e =
        assertThrows(
            DataException.class,
            () ->
                Golden.readAll(
                    Golden.file("compressed.npz"),
                    5,
                    ColumnChoice.BY_NAME,
                    input("a", ElementType.FLOAT32, 2),
                    input("c", ElementType.FLOAT32)));
    assertThat(e).hasMessageThat().isEqualTo("no array \"c\"; there are a, b");
  }

  @Test
  void read_compressed_inStepAndKept() throws IOException {
    ColumnChoice choice = new ColumnChoice(Map.of("x", List.of("a")), List.of("b"));
    List<RowGroup> groups =
        Golden.readAll(
            Golden.file("compressed.npz"), 2, choice, input("x", ElementType.FLOAT32, 2));
    assertThat(groups).hasSize(2);
    assertThat(groups.get(1).firstRow()).isEqualTo(3);
    assertThat(Golden.texts(groups.get(1).inputs().get(0))).containsExactly("4.0", "5.0");
    assertThat(Golden.texts(groups.get(0).kept().get(0))).containsExactly("1", "2").inOrder();
  }

  @Test
  void read_formatVersion2_isTheSame() throws IOException {
    Block block = Golden.readOne(Golden.file("version2.npy"), input("x", ElementType.INT32));
    assertThat(Golden.texts(block)).containsExactly("0", "1", "2").inOrder();
  }

  @Test
  void read_pickledObjects_areNeverRead() {
    DataException e =
        assertThrows(
            DataException.class,
            () -> Golden.readOne(Golden.file("objects.npy"), input("x", ElementType.STRING)));
    assertThat(e).hasMessageThat().contains("cannot be read");
  }
}
