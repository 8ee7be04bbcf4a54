package dev.scorekeeper.server.evaluation.curve;

import static com.google.common.truth.Truth.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class RadixSortTest {

  private final RadixSort sort = new RadixSort();

  @Property(tries = 200)
  void sort_rangeOfInts_isThatOfTheLibrary(
      @ForAll long seed,
      @ForAll @IntRange(max = 2_000) int length,
      @ForAll @IntRange(max = 31) int bits) {
    int[] values = new Random(seed).ints(length + 20).map(i -> i >> bits).toArray();
    int[] expected = values.clone();
    Arrays.sort(expected, 7, 7 + length);
    sort.sort(values, 7, 7 + length);
    assertThat(values).isEqualTo(expected);
  }

  @Property(tries = 200)
  void sortByUpper_longs_keepsTheOrderOfEqualOnes(
      @ForAll long seed,
      @ForAll @IntRange(max = 2_000) int length,
      @ForAll @IntRange(max = 31) int bits) {
    Random random = new Random(seed);
    long[] values = new long[length];
    for (int i = 0; i < length; i++) {
      values[i] = ((long) (random.nextInt() >> bits) << 32) | i;
    }
    long[] expected = values.clone();
    Arrays.sort(expected);
    sort.sortByUpper(values, length);
    assertThat(values).isEqualTo(expected);
  }
}
