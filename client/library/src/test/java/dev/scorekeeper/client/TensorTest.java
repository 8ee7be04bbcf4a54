package dev.scorekeeper.client;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

final class TensorTest {

  @Test
  void of_floats_readsBackBitForBit() {
    float[] values = {1.5f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.MIN_VALUE, 0.1f};

    Tensor tensor = Tensor.of(values, 2, 3);

    assertThat(tensor.type()).isEqualTo(DataType.FLOAT32);
    assertThat(tensor.shape()).isEqualTo(new long[] {2, 3});
    assertThat(tensor.rowCount()).isEqualTo(2);
    assertThat(tensor.floats()).isEqualTo(values);
    assertThat(tensor.floats(1)).isEqualTo(new float[] {values[3], values[4], values[5]});
    assertThat(tensor.buffer().getInt(0)).isEqualTo(Float.floatToRawIntBits(1.5f));
  }

  @Test
  void of_everyArrayType_readsBack() {
    assertThat(Tensor.of(new double[] {0.1, -2}).doubles()).isEqualTo(new double[] {0.1, -2});
    assertThat(Tensor.of(new int[] {1, -2}).ints()).isEqualTo(new int[] {1, -2});
    assertThat(Tensor.of(new long[] {Long.MIN_VALUE, 5}).longs())
        .isEqualTo(new long[] {Long.MIN_VALUE, 5});
    assertThat(Tensor.of(new short[] {-3, 7}).shorts()).isEqualTo(new short[] {-3, 7});
    assertThat(Tensor.of(new byte[] {-3, 7}).bytes()).isEqualTo(new byte[] {-3, 7});
    assertThat(Tensor.of(new boolean[] {true, false}).booleans())
        .isEqualTo(new boolean[] {true, false});
    assertThat(Tensor.of(new String[] {"ä", ""}).strings()).isEqualTo(new String[] {"ä", ""});
  }

  @Test
  void ofStrings_anyBytes_keepsThem() {
    byte[][] values = {{(byte) 0xff, 0}, {}};

    assertThat(Tensor.ofStrings(values).stringBytes()).isEqualTo(values);
  }

  @Test
  void ints_ofNarrowTypes_widenBySign() {
    Tensor bytes = Tensor.of(new byte[] {-1, 2});
    Tensor shorts = Tensor.of(new short[] {-1, 2});
    Tensor ints = Tensor.of(new int[] {-1, 2});

    assertThat(bytes.ints()).isEqualTo(new int[] {-1, 2});
    assertThat(bytes.as(DataType.UINT8).ints()).isEqualTo(new int[] {255, 2});
    assertThat(shorts.ints()).isEqualTo(new int[] {-1, 2});
    assertThat(shorts.as(DataType.UINT16).ints()).isEqualTo(new int[] {65535, 2});
    assertThat(ints.longs()).isEqualTo(new long[] {-1, 2});
    assertThat(ints.as(DataType.UINT32).longs()).isEqualTo(new long[] {0xffff_ffffL, 2});
    assertThat(ints.as(DataType.UINT32).doubles()).isEqualTo(new double[] {4294967295.0, 2});
  }

  @Test
  void read_asTypeThatWouldChangeValues_throws() {
    Tensor doubles = Tensor.of(new double[] {0.1});
    Tensor longs = Tensor.of(new long[] {1});

    assertThrows(IllegalStateException.class, doubles::floats);
    assertThrows(IllegalStateException.class, doubles::ints);
    assertThrows(IllegalStateException.class, longs::ints);
    assertThrows(IllegalStateException.class, longs::doubles);
    assertThrows(IllegalStateException.class, longs::strings);
    assertThrows(IllegalStateException.class, () -> Tensor.of(new String[] {"a"}).floats());
  }

  @Test
  void ofFloat16AndBfloat16_representableValues_areExact() {
    float[] values = {0f, 1f, -2.5f, 65504f, 0x1p-24f, Float.NEGATIVE_INFINITY};

    assertThat(Tensor.ofFloat16(values).floats()).isEqualTo(values);
    float[] coarse = {0f, 1f, -2.5f, 0x1p100f, Float.NEGATIVE_INFINITY};
    assertThat(Tensor.ofBfloat16(coarse).floats()).isEqualTo(coarse);
  }

  @Test
  void ofComplex64_parts_areTwoAnElement() {
    Tensor tensor = Tensor.ofComplex64(new float[] {1, 2, 3, 4}, 2, 1);

    assertThat(tensor.elementCount()).isEqualTo(2);
    assertThat(tensor.floats(1)).isEqualTo(new float[] {3, 4});
    assertThat((float[][][]) tensor.nested()).isEqualTo(new float[][][] {{{1, 2}}, {{3, 4}}});
  }

  @Test
  void of_shapeThatDoesNotFit_throws() {
    assertThrows(IllegalArgumentException.class, () -> Tensor.of(new float[5], 2, 3));
    assertThrows(IllegalArgumentException.class, () -> Tensor.of(new float[6], -2, -3));
    assertThrows(
        IllegalArgumentException.class,
        () -> Tensor.of(new float[0], 1L << 40, 1L << 40, 1L << 40));
    assertThat(Tensor.of(new float[0], 0, 1L << 40).elementCount()).isEqualTo(0);
  }

  @Test
  void ofNested_arrays_inferShape() {
    Tensor tensor = Tensor.ofNested(new float[][][] {{{1, 2}}, {{3, 4}}, {{5, 6}}});

    assertThat(tensor.shape()).isEqualTo(new long[] {3, 1, 2});
    assertThat(tensor.floats()).isEqualTo(new float[] {1, 2, 3, 4, 5, 6});
    assertThat((float[][][]) tensor.nested())
        .isEqualTo(new float[][][] {{{1, 2}}, {{3, 4}}, {{5, 6}}});
    assertThat(Tensor.ofNested(new int[0][3]).shape()).isEqualTo(new long[] {0, 0});
    assertThat((String[][]) Tensor.ofNested(new String[][] {{"a"}, {"b"}}).nested())
        .isEqualTo(new String[][] {{"a"}, {"b"}});
  }

  @Test
  void ofNested_scalars_haveNoDimensions() {
    assertThat(Tensor.ofNested(2.5f)).isEqualTo(Tensor.of(new float[] {2.5f}).reshaped());
    assertThat(Tensor.ofNested("word").strings()).isEqualTo(new String[] {"word"});
    assertThrows(IllegalStateException.class, () -> Tensor.ofNested(1L).rowCount());
  }

  @Test
  void ofNested_raggedOrForeign_throws() {
    assertThrows(
        IllegalArgumentException.class, () -> Tensor.ofNested(new float[][] {{1}, {2, 3}}));
    assertThrows(
        IllegalArgumentException.class, () -> Tensor.ofNested(new Object[] {new float[1]}));
    assertThrows(IllegalArgumentException.class, () -> Tensor.ofNested(new Object()));
  }

  @Test
  void ofRaw_buffer_isCheckedAndShared() {
    ByteBuffer buffer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(0, 1);

    assertThat(Tensor.ofRaw(DataType.UINT32, buffer, 2).ints()).isEqualTo(new int[] {1, 0});
    assertThrows(IllegalArgumentException.class, () -> Tensor.ofRaw(DataType.INT64, buffer, 2));
    assertThrows(IllegalArgumentException.class, () -> Tensor.ofRaw(DataType.STRING, buffer, 2));
  }

  @Test
  void row_outOfRange_throws() {
    Tensor strings = Tensor.of(new String[] {"a", "b", "c", "d"}, 2, 2);

    assertThat(strings.row(1).strings()).isEqualTo(new String[] {"c", "d"});
    assertThrows(IndexOutOfBoundsException.class, () -> strings.row(2));
    assertThrows(IndexOutOfBoundsException.class, () -> Tensor.of(new float[0], 0, 3).row(0));
  }

  @Test
  void as_typeOfOtherSize_throws() {
    Tensor shorts = Tensor.of(new short[] {0x3c00});

    assertThat(shorts.as(DataType.FLOAT16).floats()).isEqualTo(new float[] {1});
    assertThrows(IllegalArgumentException.class, () -> shorts.as(DataType.FLOAT32));
  }
}
