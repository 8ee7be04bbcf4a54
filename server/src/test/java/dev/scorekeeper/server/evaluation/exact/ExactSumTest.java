package dev.scorekeeper.server.evaluation.exact;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ExactSumTest {

  private static final int TRIES = 2_000;

  private final Random random = new Random(1);

  @Test
  void value_empty_isZero() {
    ExactSum sum = new ExactSum();

    assertThat(Double.doubleToRawLongBits(sum.value())).isEqualTo(0);
    assertThat(sum.isZero()).isTrue();
    sum.add(-0.0);
    assertThat(Double.doubleToRawLongBits(sum.value())).isEqualTo(0);
    assertThat(sum.exact()).isEqualTo(BigDecimal.ZERO);
  }

  @Test
  void value_anyDoubles_isTheExactSumRoundedOnce() {
    for (int i = 0; i < TRIES; i++) {
      ExactSum sum = new ExactSum();
      BigDecimal expected = BigDecimal.ZERO;
      int count = random.nextInt(40);
      for (int k = 0; k < count; k++) {
        double x = anyDouble(i);
        sum.add(x);
        expected = expected.add(new BigDecimal(x));
      }

      assertThat(sum.exact().compareTo(expected)).isEqualTo(0);
      assertThat(sum.value()).isEqualTo(expected.doubleValue());
    }
  }

  @Test
  void add_manyTimes_isAsOftenAdded() {
    for (int i = 0; i < TRIES; i++) {
      ExactSum sum = new ExactSum();
      double x = anyDouble(i);
      long times = random.nextLong() >>> (1 + random.nextInt(63));
      sum.add(1);
      sum.add(x, times);
      BigDecimal expected = new BigDecimal(x).multiply(BigDecimal.valueOf(times));

      assertThat(sum.exact().compareTo(expected.add(BigDecimal.ONE))).isEqualTo(0);
    }
  }

  @Test
  void addProduct_anyDoubles_isExact() {
    for (int i = 0; i < TRIES; i++) {
      double a = anyDouble(i);
      double b = anyDouble(i / 4);
      long times = random.nextInt(4);
      ExactSum sum = new ExactSum();
      sum.addProduct(a, b);
      sum.addProduct(a, b, times);
      BigDecimal expected =
          new BigDecimal(a).multiply(new BigDecimal(b)).multiply(BigDecimal.valueOf(times + 1));

      assertThat(sum.exact().compareTo(expected)).isEqualTo(0);
    }
  }

  @Test
  void merge_anySplitAndOrder_givesTheSameBytes() throws IOException {
    for (int i = 0; i < TRIES; i++) {
      List<Double> values = new ArrayList<>();
      for (int k = random.nextInt(60); k >= 0; k--) {
        values.add(anyDouble(i));
      }
      ExactSum whole = new ExactSum();
      values.forEach(whole::add);
      Collections.shuffle(values, random);
      ExactSum[] parts = {new ExactSum(), new ExactSum(), new ExactSum()};
      for (double x : values) {
        parts[random.nextInt(3)].add(x);
      }
      parts[2].merge(parts[0]);
      ExactSum merged = read(bytes(parts[1]));
      merged.merge(parts[2]);

      assertThat(bytes(merged)).isEqualTo(bytes(whole));
      assertThat(merged.value()).isEqualTo(whole.value());
    }
  }

  @Test
  void merge_withItself_doubles() {
    ExactSum sum = new ExactSum();
    sum.add(-0.1);
    ExactSum same = new ExactSum();
    same.merge(sum);
    same.merge(sum);

    assertThat(same.value()).isEqualTo(-0.2);
    assertThat(sum.value()).isEqualTo(-0.1);
  }

  @Test
  void add_millionsOfOneSign_carriesInTime() {
    ExactSum sum = new ExactSum();
    ExactSum negative = new ExactSum();
    double x = Math.nextDown(0x1p31);
    for (int i = 0; i < 5_000_000; i++) {
      sum.add(x);
      negative.add(-x);
    }

    assertThat(sum.value())
        .isEqualTo(new BigDecimal(x).multiply(BigDecimal.valueOf(5_000_000)).doubleValue());
    sum.merge(negative);
    assertThat(sum.isZero()).isTrue();
  }

  @Test
  void add_huge_overflowsOnlyWhenRead() {
    ExactSum sum = new ExactSum();
    sum.add(Double.MAX_VALUE, 1L << 62);
    assertThat(sum.value()).isPositiveInfinity();
    sum.add(-Double.MAX_VALUE, (1L << 62) - 1);

    assertThat(sum.value()).isEqualTo(Double.MAX_VALUE);
    assertThat(sum.isFinite()).isTrue();
  }

  @Test
  void add_special_isKept() throws IOException {
    assertThat(of(1, Double.POSITIVE_INFINITY).value()).isPositiveInfinity();
    assertThat(of(Double.NEGATIVE_INFINITY, 1).value()).isNegativeInfinity();
    assertThat(of(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY).value()).isNaN();
    assertThat(of(1, Double.NaN).value()).isNaN();
    ExactSum sum = read(bytes(of(1, Double.NaN)));
    assertThat(sum.isFinite()).isFalse();
    assertThat(sum.isZero()).isFalse();
    assertThrows(ArithmeticException.class, sum::exact);
    sum.reset();
    assertThat(sum.isZero()).isTrue();
  }

  @Test
  void value_ties_goToEven() {
    assertThat(of(0x1p53, 1).value()).isEqualTo(0x1p53);
    assertThat(of(0x1p53, 2, 1).value()).isEqualTo(0x1p53 + 4);
    assertThat(of(0x1p53, 1, 0x1p-1074).value()).isEqualTo(0x1p53 + 2);
    assertThat(of(-0x1p53, -1, -0x1p-1074).value()).isEqualTo(-0x1p53 - 2);
  }

  @Test
  void read_notASum_isRefused() {
    assertThrows(IOException.class, () -> read(new byte[] {0}));
    assertThrows(IOException.class, () -> read(new byte[] {16, 0}));
    assertThrows(IOException.class, () -> read(new byte[] {8, 0}));
    assertThrows(IOException.class, () -> read(new byte[] {0, 1, 40, 0, 0, 0, 0}));
    assertThrows(IOException.class, () -> read(new byte[] {0, (byte) 200, 40}));
  }

  @Test
  void add_argumentOutOfRange_isRefused() {
    ExactSum sum = new ExactSum();

    assertThrows(IllegalArgumentException.class, () -> sum.add(1, -1));
    assertThrows(IllegalArgumentException.class, () -> sum.addProduct(1, 1, -1));
  }

  private static ExactSum of(double... values) {
    ExactSum sum = new ExactSum();
    for (double x : values) {
      sum.add(x);
    }
    return sum;
  }

  /** Of like size for some tries, of any size for others; subnormal now and then. */
  private double anyDouble(int i) {
    return switch (i % 4) {
      case 0 -> random.nextGaussian();
      case 1 -> random.nextGaussian() * Math.pow(2, random.nextInt(200) - 100);
      case 2 -> random.nextInt(1_000) * Double.MIN_VALUE * (random.nextInt(3) - 1);
      default -> {
        double x = Double.longBitsToDouble(random.nextLong());
        yield Double.isFinite(x) ? x : 0;
      }
    };
  }

  private static byte[] bytes(ExactSum sum) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    sum.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static ExactSum read(byte[] bytes) throws IOException {
    ExactSum sum = new ExactSum();
    sum.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    return sum;
  }
}
