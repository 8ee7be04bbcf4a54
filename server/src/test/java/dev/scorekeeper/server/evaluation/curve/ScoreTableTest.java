package dev.scorekeeper.server.evaluation.curve;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.evaluation.Value;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class ScoreTableTest {

  private static final int ROOM = 1 << 20;

  /** A row. */
  private record Row(float score, boolean positive, double weight) {}

  @Property(tries = 300)
  void table_anyOrderCutAndMerge_givesTheSameBytes(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 400) int count,
      @ForAll @IntRange(min = 1, max = 300) int most,
      @ForAll boolean weighted)
      throws IOException {
    Random random = new Random(seed);
    List<Row> rows = rows(random, count, weighted);
    ScoreTable whole = table(most, weighted);
    rows.forEach(row -> add(whole, row));
    byte[] expected = bytes(whole);
    assertThat(whole.size()).isAtMost(most);
    for (int cut = 0; cut < 4; cut++) {
      Collections.shuffle(rows, random);
      List<ScoreTable> shards = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        shards.add(table(most, weighted));
      }
      for (Row row : rows) {
        ScoreTable shard = shards.get(random.nextInt(3));
        add(shard, row);
        if (random.nextInt(20) == 0) {
          // Looking does no harm.
          assertThat(shard.size()).isAtMost(most);
        }
      }
      ScoreTable read = table(most, weighted);
      read.read(in(bytes(shards.get(0))));
      shards.get(1).merge(read);
      shards.get(1).merge(shards.get(2));
      assertThat(bytes(shards.get(1))).isEqualTo(expected);
    }
  }

  @Property(tries = 300)
  void bounds_ofACoarseTable_holdTheExactValue(
      @ForAll long seed,
      @ForAll @IntRange(min = 2, max = 300) int count,
      @ForAll @IntRange(min = 1, max = 40) int most,
      @ForAll boolean weighted) {
    Random random = new Random(seed);
    ScoreTable exact = table(ROOM, weighted);
    ScoreTable coarse = table(most, weighted);
    for (Row row : rows(random, count, weighted)) {
      add(exact, row);
      add(coarse, row);
    }
    List<Function<ScoreTable, Value>> readings =
        List.of(
            ScoreReadings::rocAuc,
            ScoreReadings::averagePrecision,
            ScoreReadings::kolmogorovSmirnov,
            table -> ScoreReadings.gain(table, 0.2),
            table -> ScoreReadings.lift(table, 0.6));
    for (Function<ScoreTable, Value> reading : readings) {
      Value value = reading.apply(exact);
      Value bounded = reading.apply(coarse);
      assertThat(bounded.undefined()).isEqualTo(value.undefined());
      if (value.isDefined()) {
        assertThat(value.lower()).isEqualTo(value.number());
        assertThat(bounded.lower()).isAtMost(value.number() + 1e-12);
        assertThat(bounded.upper()).isAtLeast(value.number() - 1e-12);
        assertThat(bounded.lower()).isAtMost(bounded.number());
        assertThat(bounded.upper()).isAtLeast(bounded.number());
      }
    }
  }

  @Property(tries = 200)
  void rocAuc_ofAnyRows_countsPairs(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 120) int count) {
    List<Row> rows = rows(new Random(seed), count, true);
    ScoreTable table = table(ROOM, true);
    rows.forEach(row -> add(table, row));
    double won = 0;
    double all = 0;
    for (Row positive : rows) {
      for (Row negative : rows) {
        if (positive.positive() && !negative.positive()) {
          double weight = positive.weight() * negative.weight();
          all += weight;
          won += weight * (1 + Math.signum(positive.score() - negative.score())) / 2;
        }
      }
    }
    Value value = ScoreReadings.rocAuc(table);
    assertThat(value.isDefined()).isEqualTo(all > 0);
    if (all > 0) {
      assertThat(value.number()).isWithin(1e-12).of(won / all);
    }
  }

  @Test
  void table_manyRows_keepsEveryScoreAndIsSorted() {
    ScoreTable table = table(ROOM, false);
    Random random = new Random(7);
    float[] scores = new float[200_000];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = random.nextInt(3) == 0 ? random.nextInt(100) / 100f : random.nextFloat() - 0.5f;
      table.add(scores[i], i % 3 == 0, 1);
    }
    Arrays.sort(scores);
    int at = 0;
    for (int i = 0; i < table.size(); i++) {
      int end = at;
      while (end < scores.length && scores[end] == table.score(i)) {
        end++;
      }
      assertThat(table.positive(i) + table.negative(i)).isEqualTo((double) (end - at));
      at = end;
    }
    assertThat(at).isEqualTo(scores.length);
    assertThat(table.isExact()).isTrue();
  }

  @Test
  void table_moreScoresThanItMayHold_staysMoreThanHalfFull() {
    ScoreTable table = table(10_000, false);
    Random random = new Random(8);
    for (int i = 0; i < 300_000; i++) {
      float score = (float) (1 / (1 + Math.exp(-random.nextGaussian() * 3)));
      table.add(score, random.nextFloat() < score, 1);
    }
    assertThat(table.isExact()).isFalse();
    assertThat(table.size()).isAtMost(10_000);
    assertThat(table.size()).isAtLeast(4_000);
    Value value = ScoreReadings.rocAuc(table);
    assertThat(value.upper() - value.lower()).isLessThan(1e-3);
  }

  @Test
  void scores_bothZerosAndInfinities_haveTheirPlace() {
    ScoreTable table = table(ROOM, false);
    table.add(-0f, true, 1);
    table.add(0f, false, 1);
    table.add(Float.POSITIVE_INFINITY, true, 1);
    table.add(Float.NEGATIVE_INFINITY, false, 1);
    assertThat(table.size()).isEqualTo(3);
    assertThat(ScoreReadings.rocAuc(table).number()).isEqualTo(0.875);
    table.add(Float.NaN, true, 1);
    assertThat(ScoreReadings.rocAuc(table).undefined()).isEqualTo(Value.Undefined.NOT_FINITE);
  }

  @Test
  void read_bytesOutOfOrder_isRefused() throws IOException {
    ScoreTable table = table(ROOM, false);
    table.add(0.25f, true, 1);
    table.add(0.5f, true, 1);
    byte[] bytes = bytes(table);
    byte[] swapped = bytes.clone();
    System.arraycopy(bytes, 13, swapped, 17, 4);
    System.arraycopy(bytes, 17, swapped, 13, 4);
    assertThrows(IOException.class, () -> table(ROOM, false).read(in(swapped)));
  }

  private static List<Row> rows(Random random, int count, boolean weighted) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float score =
          switch (random.nextInt(4)) {
            case 0 -> random.nextInt(8) / 8f;
            case 1 -> (float) random.nextGaussian();
            case 2 -> 0.5f + random.nextInt(20) * 1e-7f;
            default -> random.nextFloat();
          };
      double weight = weighted ? random.nextInt(4) * 0.3 + random.nextInt(2) : 1;
      if (weighted && random.nextInt(50) == 0) {
        weight = Math.scalb(random.nextDouble(), random.nextInt(80) - 40);
      }
      rows.add(new Row(score, random.nextInt(3) == 0, weight));
    }
    return rows;
  }

  private static ScoreTable table(int most, boolean weighted) {
    return new ScoreTable(most, weighted, new ScoreBatch());
  }

  private static void add(ScoreTable table, Row row) {
    table.add(row.score(), row.positive(), row.weight(), 1);
  }

  private static byte[] bytes(ScoreTable table) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    table.write(new DataOutputStream(out));
    return out.toByteArray();
  }

  private static DataInputStream in(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }
}
