package dev.scorekeeper.server.evaluation.testing;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.OutputRows;
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

/**
 * The law of accumulators: state and result are functions of the multiset of rows, to the last bit.
 * Rows, some of them several times, are put into any order, cut into messages and shards of any
 * size, some shards written and read again, and merged in any order; bytes and values must be those
 * of all rows in one, one by one.
 */
public final class AccumulatorLaw {

  private static final int MOST_ROWS = 40;
  private static final int MOST_SHARDS = 4;

  private final Metric metric;
  private final OutputRows rows;
  private final int[] times;
  private final Random random;

  private AccumulatorLaw(Metric metric, OutputRows rows, Random random) {
    this.metric = metric;
    this.rows = rows;
    this.random = random;
    times = new int[rows.count];
    for (int i = 0; i < times.length; i++) {
      times[i] = random.nextInt(5) == 0 ? 2 + random.nextInt(2) : 1;
    }
  }

  /** Checks so many random cuts, each data set with twenty. */
  public static void check(
      Metric metric, ExampleOutput output, ExampleOutput.Extras extras, long seed, int cuts) {
    Random random = new Random(seed);
    for (int done = 0; done < cuts; ) {
      OutputRows rows = output.rows(random, 1 + random.nextInt(MOST_ROWS), extras);
      AccumulatorLaw law = new AccumulatorLaw(metric, rows, random);
      int now = Math.min(20, cuts - done);
      law.check(now, output + " with " + extras);
      done += now;
    }
  }

  private void check(int cuts, String what) {
    Accumulator whole = metric.start();
    for (int row = 0; row < rows.count; row++) {
      for (int i = 0; i < times[row]; i++) {
        whole.add(rows, row, 1);
      }
    }
    byte[] bytes = bytes(whole);
    MetricResult result = whole.result();
    String name = metric.identity().canonical() + " of " + what;
    assertWithMessage("bytes after the result of %s", name).that(bytes(whole)).isEqualTo(bytes);
    assertWithMessage("result read back of %s", name).that(read(bytes).result()).isEqualTo(result);
    for (int i = 0; i < cuts; i++) {
      Accumulator cut = cut();
      assertWithMessage("state of %s", name).that(bytes(cut)).isEqualTo(bytes);
      assertWithMessage("result of %s", name).that(cut.result()).isEqualTo(result);
    }
  }

  private Accumulator cut() {
    List<Integer> order = new ArrayList<>();
    for (int row = 0; row < rows.count; row++) {
      order.add(row);
    }
    Collections.shuffle(order, random);
    List<Accumulator> shards = new ArrayList<>();
    int count = 1 + random.nextInt(MOST_SHARDS);
    for (int shard = 0; shard < count; shard++) {
      shards.add(shard(order, shard * order.size() / count, (shard + 1) * order.size() / count));
    }
    while (shards.size() > 1) {
      Accumulator one = shards.remove(random.nextInt(shards.size()));
      shards.get(random.nextInt(shards.size())).merge(maybeRead(one));
    }
    return maybeRead(shards.get(0));
  }

  private Accumulator shard(List<Integer> order, int from, int to) {
    Accumulator shard = metric.start();
    OutputRows message = TestRows.emptyLike(rows, MOST_ROWS);
    for (int next = from; next < to; ) {
      int size = Math.min(1 + random.nextInt(8), to - next);
      message.count = size;
      for (int i = 0; i < size; i++) {
        TestRows.copyRow(rows, order.get(next + i), message, i);
      }
      for (int i = 0; i < size; i++) {
        shard.add(message, i, times[order.get(next + i)]);
      }
      next += size;
    }
    return shard;
  }

  private Accumulator maybeRead(Accumulator accumulator) {
    return random.nextInt(3) == 0 ? read(bytes(accumulator)) : accumulator;
  }

  private Accumulator read(byte[] bytes) {
    try {
      ByteArrayInputStream in = new ByteArrayInputStream(bytes);
      Accumulator read = metric.start();
      read.read(new DataInputStream(in));
      assertWithMessage("bytes left over").that(in.available()).isEqualTo(0);
      return read;
    } catch (IOException e) {
      throw new AssertionError(metric.identity().canonical() + " cannot be read again", e);
    }
  }

  private static byte[] bytes(Accumulator accumulator) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      accumulator.write(new DataOutputStream(out));
      return out.toByteArray();
    } catch (IOException e) {
      throw new AssertionError("an array takes all", e);
    }
  }

  @Override
  public String toString() {
    return metric.identity().canonical() + Arrays.toString(times);
  }
}
