package dev.scorekeeper.server.transform;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import org.junit.jupiter.api.Test;

/** Both 16-bit types, all their values. */
final class HalfFloatsTest {

  @Test
  void float16_everyValue_comesBack() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = HalfFloats.float16((short) bits);
      if (Float.isNaN(value)) {
        assertThat(Float.isNaN(HalfFloats.float16(HalfFloats.toFloat16(value)))).isTrue();
      } else {
        assertWithMessage("%s", value).that(HalfFloats.toFloat16(value)).isEqualTo((short) bits);
      }
    }
  }

  @Test
  void bfloat16_everyValue_comesBack() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = HalfFloats.bfloat16((short) bits);
      if (Float.isNaN(value)) {
        assertThat(Float.isNaN(HalfFloats.bfloat16(HalfFloats.toBfloat16(value)))).isTrue();
      } else {
        assertWithMessage("%s", value).that(HalfFloats.toBfloat16(value)).isEqualTo((short) bits);
      }
    }
  }

  @Test
  void float16_knownBits_haveKnownValues() {
    assertThat(HalfFloats.float16((short) 0x3c00)).isEqualTo(1f);
    assertThat(HalfFloats.float16((short) 0xc000)).isEqualTo(-2f);
    assertThat(HalfFloats.float16((short) 0x7bff)).isEqualTo(65504f);
    assertThat(HalfFloats.float16((short) 0x0001)).isEqualTo(0x1p-24f);
    assertThat(HalfFloats.float16((short) 0x7c00)).isEqualTo(Float.POSITIVE_INFINITY);
  }
}
