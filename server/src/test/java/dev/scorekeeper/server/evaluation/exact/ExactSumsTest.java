package dev.scorekeeper.server.evaluation.exact;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.evaluation.CapacityException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class ExactSumsTest {

  private static final int SUMS = 5;

  @Property(tries = 500)
  void value_ofAnyDoubles_isTheExactSumRoundedOnce(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int exponents) {
    Random random = new Random(seed);
    ExactSums sums = new ExactSums(SUMS);
    ExactSum[] expected = expected();
    for (int i = 0; i < 200; i++) {
      int at = random.nextInt(SUMS);
      double x = number(random, exponents);
      int times = 1 + random.nextInt(3);
      sums.add(at, x, times);
      expected[at].add(x, times);
      sums.addProduct(at, x, 1.5f + random.nextFloat(), 1);
    }
    random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      int at = random.nextInt(SUMS);
      double x = number(random, exponents);
      random.nextInt(3);
      expected[at].addProduct(x, 1.5f + random.nextFloat());
    }
    for (int i = 0; i < SUMS; i++) {
      assertThat(sums.value(i)).isEqualTo(expected[i].value());
    }
  }

  @Property(tries = 200)
  void merge_ofAnyShards_givesTheSameBytes(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    ExactSums whole = new ExactSums(SUMS);
    ExactSums[] shards = {new ExactSums(SUMS), new ExactSums(SUMS), new ExactSums(SUMS)};
    for (int i = 0; i < 60; i++) {
      int at = random.nextInt(SUMS);
      ExactSums shard = shards[random.nextInt(3)];
      if (random.nextBoolean()) {
        whole.addOnes(at, 2);
        shard.addOnes(at, 1);
        shard.addOnes(at, 1);
      } else {
        double x = number(random, 40);
        whole.add(at, x, 1);
        shard.add(at, x, 1);
      }
    }
    shards[2].merge(shards[0]);
    ExactSums read = ExactSums.read(in(bytes(shards[2])), SUMS);
    read.merge(shards[1]);
    assertThat(bytes(read)).isEqualTo(bytes(whole));
  }

  @Test
  void subtractSum_ofAnAddedSum_leavesExactlyZero() {
    ExactSums sums = new ExactSums(3);
    sums.add(0, 0.1, 1);
    sums.add(1, 1e20, 1);
    sums.addSum(2, sums, 0);
    sums.addSum(2, sums, 1);
    sums.subtractSum(2, sums, 1);
    assertThat(sums.value(2)).isEqualTo(0.1);
    sums.subtractSum(2, sums, 0);
    assertThat(sums.isZero(2)).isTrue();
    sums.subtractSum(2, sums, 0);
    assertThat(sums.value(2)).isEqualTo(-0.1);
  }

  @Test
  void width_ofCountsAndOfWeights_isAsSmallAsTheyAllow() {
    ExactSums counts = new ExactSums(1);
    counts.addOnes(0, 1_000_000);
    assertThat(counts.width()).isEqualTo(1);
    ExactSums weights = new ExactSums(1);
    weights.add(0, 0.1, 1);
    weights.add(0, 123.456, 1);
    assertThat(weights.width()).isEqualTo(2);
    weights.add(0, Double.MIN_VALUE, 1);
    weights.add(0, Double.MAX_VALUE / 4, 1);
    assertThat(weights.value(0)).isEqualTo(Double.MAX_VALUE / 4);
    assertThat(weights.width()).isEqualTo(34);
  }

  @Test
  void add_whatIsNotFinite_isRefused() {
    ExactSums sums = new ExactSums(1);
    assertThrows(IllegalArgumentException.class, () -> sums.add(0, Double.NaN, 1));
    assertThrows(IllegalArgumentException.class, () -> sums.add(0, Double.NEGATIVE_INFINITY, 1));
  }

  @Test
  void add_tooOften_isRefusedAndNotWrong() {
    ExactSums sums = new ExactSums(1);
    sums.addOnes(0, 1L << 39);
    sums.add(0, 0.5, 1L << 38);
    assertThrows(CapacityException.class, () -> sums.add(0, 0.5, 1L << 39));
  }

  @Test
  void read_bytesThatEndOrLie_isRefused() throws IOException {
    ExactSums sums = new ExactSums(SUMS);
    sums.add(1, 0.3, 1);
    byte[] bytes = bytes(sums);
    assertThrows(IOException.class, () -> ExactSums.read(in(bytes), SUMS - 1));
    byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
    assertThrows(IOException.class, () -> ExactSums.read(in(cut), SUMS));
    byte[] lie = bytes.clone();
    lie[4] = 0x7f;
    assertThrows(IOException.class, () -> ExactSums.read(in(lie), SUMS));
  }

  private static double number(Random random, int exponents) {
    double x = Math.scalb(random.nextDouble() - 0.3, random.nextInt(exponents) - exponents / 2);
    return switch (random.nextInt(6)) {
      case 0 -> random.nextInt(5);
      case 1 -> (float) x;
      default -> x;
    };
  }

  private static ExactSum[] expected() {
    ExactSum[] sums = new ExactSum[SUMS];
    for (int i = 0; i < SUMS; i++) {
      sums[i] = new ExactSum();
    }
    return sums;
  }

  private static byte[] bytes(ExactSums sums) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    sums.write(new DataOutputStream(out));
    return out.toByteArray();
  }

  private static DataInputStream in(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }
}
