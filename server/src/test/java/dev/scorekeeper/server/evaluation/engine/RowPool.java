package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.OutputRows;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Random rows of a binary output "click" and a real output "price", with weights, masks, missing
 * labels, predictions that are not finite, slice columns "country" and "sex", ids, and queries.
 */
final class RowPool {

  private static final List<String> COUNTRIES = List.of("JP", "DE", "10", "9", "FR");

  final int size;
  private final double[] clicks;
  private final float[] clickScores;
  private final double[] prices;
  private final float[] priceGuesses;
  private final double[] weights;
  private final boolean[] mask;
  private final boolean[] clickPresent;
  private final @Nullable String[] countries;
  private final @Nullable String[] sexes;
  private final long[] ids;
  private final long[] queries;

  RowPool(Random random, int size) {
    this.size = size;
    clicks = new double[size];
    clickScores = new float[size];
    prices = new double[size];
    priceGuesses = new float[size];
    weights = new double[size];
    mask = new boolean[size];
    clickPresent = new boolean[size];
    countries = new String[size];
    sexes = new String[size];
    ids = new long[size];
    queries = new long[size];
    for (int i = 0; i < size; i++) {
      clicks[i] = random.nextInt(2);
      clickScores[i] = random.nextInt(4) == 0 ? random.nextInt(11) / 10f : random.nextFloat();
      prices[i] = random.nextGaussian() * 100;
      priceGuesses[i] =
          random.nextInt(9) == 0 ? Float.NaN : (float) (prices[i] + random.nextGaussian());
      weights[i] = random.nextInt(3) == 0 ? random.nextInt(3) : random.nextDouble();
      mask[i] = random.nextInt(7) > 0;
      clickPresent[i] = random.nextInt(6) > 0;
      countries[i] =
          random.nextInt(8) == 0 ? null : COUNTRIES.get(random.nextInt(COUNTRIES.size()));
      sexes[i] = random.nextBoolean() ? "f" : "m";
      ids[i] = random.nextLong();
      queries[i] = random.nextInt(5);
    }
  }

  /** Rows from one index of an order to another. */
  EvaluationChunk chunk(int[] order, int from, int to) {
    EvaluationChunk chunk = new EvaluationChunk(2, 2);
    int count = to - from;
    chunk.count = count;
    chunk.firstRow = from;
    Asking.fill(chunk.outputs[0], new double[count], new float[count]);
    Asking.fill(chunk.outputs[1], new double[count], new float[count]);
    OutputRows click = chunk.outputs[0];
    OutputRows price = chunk.outputs[1];
    click.weightWidth = 1;
    click.weights = new double[count];
    price.maskWidth = 1;
    price.mask = new boolean[count];
    boolean[] present = new boolean[count];
    @Nullable String[] country = new String[count];
    @Nullable String[] sex = new String[count];
    chunk.exampleIds = new long[count];
    chunk.hasExampleIds = true;
    long[] groups = new long[count];
    click.groups = groups;
    price.groups = groups;
    for (int i = 0; i < count; i++) {
      int row = order[from + i];
      click.labels[i] = clicks[row];
      click.predictions[i] = clickScores[row];
      click.weights[i] = weights[row];
      price.labels[i] = prices[row];
      price.predictions[i] = priceGuesses[row];
      price.mask[i] = mask[row];
      present[i] = clickPresent[row];
      country[i] = countries[row];
      sex[i] = sexes[row];
      chunk.exampleIds[i] = ids[row];
      groups[i] = queries[row];
    }
    chunk.presence[0] = present;
    chunk.slices[0] = country;
    chunk.slices[1] = sex;
    return chunk;
  }
}
