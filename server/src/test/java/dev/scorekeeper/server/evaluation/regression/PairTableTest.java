package dev.scorekeeper.server.evaluation.regression;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PairTableTest {

  private static final int CAPACITY = 12;

  @Test
  void image_ofDoubles_keepsTheirOrder() {
    double[] rising = {
      Double.NEGATIVE_INFINITY,
      -1e300,
      -1,
      -Double.MIN_VALUE,
      0,
      1e-300,
      2,
      Double.MAX_VALUE,
      Double.POSITIVE_INFINITY,
      Double.NaN
    };
    for (int i = 1; i < rising.length; i++) {
      long below = PairTable.image(rising[i - 1]);
      long above = PairTable.image(rising[i]);
      assertThat(Long.compareUnsigned(below, above)).isLessThan(0);
      assertThat(PairTable.ofImage(above)).isEqualTo(rising[i]);
    }
    assertThat(PairTable.image(-0.0)).isEqualTo(PairTable.image(0.0));
  }

  @Test
  void table_beyondItsCapacity_isAFunctionOfTheMultiset() throws IOException {
    Random random = new Random(5);
    for (int i = 0; i < 1_000; i++) {
      boolean weighted = i % 2 == 0;
      List<double[]> pairs = new ArrayList<>();
      for (int k = random.nextInt(60); k >= 0; k--) {
        pairs.add(
            new double[] {
              Math.scalb(random.nextGaussian(), random.nextInt(4)),
              random.nextInt(3),
              random.nextDouble()
            });
      }
      byte[] whole = bytes(table(pairs, weighted));
      Collections.shuffle(pairs, random);
      int cut = random.nextInt(pairs.size() + 1);
      PairTable left = table(pairs.subList(0, cut), weighted);
      PairTable right = new PairTable(weighted, CAPACITY);
      right.read(input(bytes(table(pairs.subList(cut, pairs.size()), weighted))));
      left.merge(right);

      assertThat(bytes(left)).isEqualTo(whole);
      assertThat(left.size()).isAtMost(CAPACITY);
    }
  }

  @Test
  void read_notATable_isRefused() {
    PairTable table = new PairTable(false, CAPACITY);
    assertThrows(IOException.class, () -> table.read(input(new byte[] {64, 0, 0, 0, 0})));
    assertThrows(IOException.class, () -> table.read(input(new byte[] {0, 0, 0, 0, 99})));
    byte[] countOfZero = new byte[29];
    countOfZero[4] = 1;
    assertThrows(IOException.class, () -> table.read(input(countOfZero)));
  }

  private static PairTable table(List<double[]> pairs, boolean weighted) {
    PairTable table = new PairTable(weighted, CAPACITY);
    for (double[] pair : pairs) {
      table.add(pair[0], pair[1], pair[2], 1);
    }
    return table;
  }

  private static byte[] bytes(PairTable table) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    table.write(new DataOutputStream(out));
    return out.toByteArray();
  }

  private static DataInputStream input(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }
}
