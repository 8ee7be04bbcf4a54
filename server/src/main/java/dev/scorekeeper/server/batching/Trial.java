package dev.scorekeeper.server.batching;

import dev.scorekeeper.server.scoring.Program;
import dev.scorekeeper.server.scoring.RunException;
import dev.scorekeeper.server.scoring.RunResult;
import java.util.ArrayList;
import java.util.List;

/** Runs of made-up or recorded rows, while a model is loaded. Blocks; one thread. */
final class Trial {

  /** Times taken of short runs, even when the budget is spent because others held them up. */
  private static final int FEWEST_REPEATS = 4;

  private final Program program;
  private final Padding padding;
  private final RunClock runClock;

  Trial(Program program, Padding padding, RunClock runClock) {
    this.program = program;
    this.padding = padding;
    this.runClock = runClock;
  }

  Program program() {
    return program;
  }

  /** Outputs of the samples, run together. */
  OwnedRows run(List<Sample> samples) throws RunException {
    RowBlock block = fill(samples);
    try (block;
        RunResult result = program.run(block.ready(0, samples.size()), 0, samples.size())) {
      return OwnedRows.copyOf(ResultRows.whole(program.outputs(), result));
    } catch (RuntimeException e) {
      throw new RunException(e.toString(), false);
    }
  }

  private RowBlock fill(List<Sample> samples) {
    RowBlock block = RowBlock.allocate(program, samples.get(0).layout(), samples.size());
    new RowCopier(samples.get(0).layout(), padding)
        .copy(Sample.rows(samples), 0, samples.size(), block, 0);
    return block;
  }

  /**
   * Times of runs of the same {@code rows} rows, the samples over and over, after one that is not
   * counted; ends early when {@code budgetNanos} are spent.
   *
   * @return at least one time
   */
  List<Long> time(List<Sample> samples, int rows, int repeats, long budgetNanos)
      throws RunException {
    List<Sample> many = new ArrayList<>(rows);
    for (int i = 0; i < rows; i++) {
      many.add(samples.get(i % samples.size()));
    }
    long spent = 0;
    List<Long> times = new ArrayList<>();
    try (RowBlock block = fill(many)) {
      for (int i = 0; i <= repeats; i++) {
        long begin = runClock.begin();
        program.run(block.ready(0, rows), 0, rows).close();
        long time = runClock.since(begin);
        times.add(time);
        spent += time;
        if (spent > budgetNanos && (i >= FEWEST_REPEATS || time > budgetNanos)) {
          break;
        }
      }
    } catch (RuntimeException e) {
      throw new RunException(e.toString(), false);
    }
    return times.size() > 1 ? times.subList(1, times.size()) : times;
  }
}
