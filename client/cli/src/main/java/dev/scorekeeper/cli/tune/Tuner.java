package dev.scorekeeper.cli.tune;

import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.v1.BatchingInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tries one change after the other and keeps those that pay.
 *
 * <p>A change is compared with the best so far by two servers that run side by side and are
 * measured in turn, so that a machine that gets slower or faster does so for both. For one thread.
 */
public final class Tuner {
  static final String DEFAULTS = "defaults";

  private final TrialServers servers;
  private final String model;
  private final int rounds;
  private final Consumer<String> steps;
  private final List<Setting> kept = new ArrayList<>();
  private final List<Trial> trials = new ArrayList<>();
  private final Map<String, BatchingInfo> curves = new LinkedHashMap<>();

  /**
   * @param rounds how often each pair is measured, at least 1
   * @param steps told what is tried
   */
  Tuner(TrialServers servers, String model, int rounds, Consumer<String> steps) {
    this.servers = servers;
    this.model = model;
    this.rounds = rounds;
    this.steps = steps;
  }

  /** Tries them all. */
  TuneReport run() throws InterruptedException {
    steps.accept("Starting a server with the defaults");
    TrialServer best = servers.start(List.of());
    try {
      curves.put(DEFAULTS, best.batching());
      Candidates candidates = new Candidates(model);
      for (Setting change : candidates.ofProcess()) {
        best = tryOut(best, change);
      }
      for (Setting change : candidates.ofModel(best.batching())) {
        if (kept.stream().noneMatch(setting -> setting.key().equals(change.key()))) {
          best = tryOut(best, change);
        }
      }
      return new TuneReport(model, curves, trials, kept, whole(best));
    } finally {
      best.close();
    }
  }

  /** Compares, and returns the server that goes on; the other one is closed. */
  private TrialServer tryOut(TrialServer best, Setting change) throws InterruptedException {
    steps.accept("Trying " + change);
    List<Setting> settings = new ArrayList<>(kept);
    settings.add(change);
    TrialServer other;
    try {
      other = servers.start(settings);
    } catch (CommandException e) {
      trials.add(new Trial(change, null, String.valueOf(e.getMessage()), false));
      return best;
    }
    boolean pays = false;
    try {
      if (change.key().startsWith("runtime.")) {
        curves.put(change.toString(), other.batching());
      }
      Comparison comparison = compare(best, other);
      pays = comparison.isWorthwhile();
      trials.add(new Trial(change, comparison, "", pays));
    } finally {
      (pays ? best : other).close();
    }
    if (pays) {
      kept.add(change);
    }
    return pays ? other : best;
  }

  private @Nullable Comparison whole(TrialServer best) throws InterruptedException {
    if (kept.isEmpty()) {
      return null;
    }
    steps.accept("Comparing the proposal with the defaults");
    try (TrialServer defaults = servers.start(List.of())) {
      return compare(defaults, best);
    }
  }

  private Comparison compare(TrialServer before, TrialServer after) throws InterruptedException {
    // A server that has run for a while would have an advantage over a fresh one.
    for (LoadPoint point : LoadPoint.ALL) {
      before.rowsPerSecond(point);
      after.rowsPerSecond(point);
    }
    Map<LoadPoint, List<Double>> first = new LinkedHashMap<>();
    Map<LoadPoint, List<Double>> second = new LinkedHashMap<>();
    for (LoadPoint point : LoadPoint.ALL) {
      List<Double> one = new ArrayList<>();
      List<Double> two = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        // Who is first takes turns, too.
        boolean turned = round % 2 == 1;
        double earlier = (turned ? after : before).rowsPerSecond(point);
        double later = (turned ? before : after).rowsPerSecond(point);
        one.add(turned ? later : earlier);
        two.add(turned ? earlier : later);
      }
      first.put(point, one);
      second.put(point, two);
    }
    return new Comparison(first, second);
  }
}
