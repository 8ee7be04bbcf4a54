package dev.scorekeeper.benchmarks.evaluation;

import dev.scorekeeper.server.evaluation.exact.ExactSum;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Question: what does a sum without rounding error cost, for each number added?
 *
 * <p>Numbers of like size, and numbers of all sizes between 1e-30 and 1e30.
 *
 * <pre>
 *   ./scorekeeper bench ExactSumBenchmark -prof gc
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ExactSumBenchmark {

  private static final int COUNT = 1024;

  @Param({"like", "all"})
  String sizes = "";

  private final double[] values = new double[COUNT];
  private final ExactSum sum = new ExactSum();

  /** Fills in the numbers. */
  @Setup
  public void fill() {
    Random random = new Random(1);
    for (int i = 0; i < COUNT; i++) {
      double x = random.nextGaussian();
      values[i] = sizes.equals("like") ? x : x * Math.pow(10, random.nextInt(61) - 30);
    }
  }

  /** Exact. */
  @Benchmark
  @OperationsPerInvocation(COUNT)
  public ExactSum add() {
    for (double value : values) {
      sum.add(value);
    }
    return sum;
  }

  /** Exact, of products. */
  @Benchmark
  @OperationsPerInvocation(COUNT)
  public ExactSum addProduct() {
    for (double value : values) {
      sum.addProduct(value, 0.3);
    }
    return sum;
  }

  /** Rounded at each step, to compare with. */
  @Benchmark
  @OperationsPerInvocation(COUNT)
  public double plain() {
    double total = 0;
    for (double value : values) {
      total += value;
    }
    return total;
  }
}
