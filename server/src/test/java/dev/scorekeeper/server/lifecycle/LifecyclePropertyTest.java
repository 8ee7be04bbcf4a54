package dev.scorekeeper.server.lifecycle;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.ProblemException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;

/** Whatever happens to the folders and whoever leases, in any order: what must always be true. */
final class LifecyclePropertyTest {

  private static final String MODEL = "m";

  /** One thing that happens; the number chooses the version, the lease and the like. */
  record Step(Kind kind, int number) {}

  /** What can happen, and how often: looking and running are what moves things. */
  private enum Kind {
    PUT(2),
    REMOVE(1),
    BREAK(1),
    CHILL(1),
    MEND(2),
    LOOK(6),
    RUN_CONTROL(16),
    RUN_LOADING(5),
    LEASE(2),
    RELEASE(2),
    DISK_FAILS(1),
    DISK_WORKS(4);

    final int weight;

    Kind(int weight) {
      this.weight = weight;
    }
  }

  private static final int STEPS = 250;

  private static final List<Step> CHOICES = new ArrayList<>();

  static {
    for (Kind kind : Kind.values()) {
      for (int number = 0; number < 4; number++) {
        CHOICES.addAll(Collections.nCopies(kind.weight, new Step(kind, number)));
      }
    }
  }

  // Histories come from a seed, not from a list of steps: generated lists tend to be short and
  // dull.
  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void anyHistory_keepsItsPromises(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 2) int latest) throws ProblemException {
    Random random = new Random(seed);
    History history = new History(VersionPolicy.ofLatest(latest));
    for (int i = 0; i < STEPS; i++) {
      history.take(CHOICES.get(random.nextInt(CHOICES.size())));
      history.check();
    }
    history.finish();
  }

  /** A bench, the leases out on it, and what is expected of it. */
  private static final class History {
    final VersionPolicy policy;
    final LifecycleBench bench;
    final List<ModelLease<FakeServable>> leases = new ArrayList<>();
    int contents;
    boolean hasServed;

    History(VersionPolicy policy) {
      this.policy = policy;
      this.bench = LifecycleBench.withPlan(policy, Map.of()).put(MODEL, 1, 0);
      bench.look();
    }

    void take(Step step) throws ProblemException {
      ModelId id = new ModelId(MODEL, step.number);
      switch (step.kind) {
        case PUT -> bench.put(MODEL, step.number, ++contents);
        case REMOVE -> bench.remove(MODEL, step.number);
        case BREAK -> bench.loader.unloadable.add(id);
        case CHILL -> bench.loader.unwarmable.add(id);
        case MEND -> {
          bench.loader.unloadable.remove(id);
          bench.loader.unwarmable.remove(id);
        }
        case LOOK -> bench.lookWithoutRunning();
        case RUN_CONTROL -> bench.control.runOne();
        case RUN_LOADING -> bench.loading.runOne();
        case LEASE -> lease();
        case RELEASE -> release(step.number);
        case DISK_FAILS -> bench.diskUnreadable = true;
        case DISK_WORKS -> bench.diskUnreadable = false;
      }
    }

    void lease() throws ProblemException {
      if (hasServed) {
        leases.add(bench.lifecycle.published().lease(MODEL, VersionSelector.NEWEST));
      }
    }

    void release(int index) {
      if (index < leases.size()) {
        leases.remove(index).close();
      }
    }

    void check() throws ProblemException {
      for (ModelLease<FakeServable> lease : leases) {
        assertWithMessage("closed while leased").that(lease.servable().isClosed()).isFalse();
      }
      SortedSet<Long> serving = serving();
      hasServed |= !serving.isEmpty();
      assertWithMessage("serves on once it served").that(serving.isEmpty()).isEqualTo(!hasServed);
      if (hasServed) {
        assertThat(bench.leaseAndReturn(VersionSelector.NEWEST)).isEqualTo(serving.last());
      }
    }

    SortedSet<Long> serving() {
      TreeSet<Long> serving = new TreeSet<>();
      bench
          .states()
          .forEach(
              (version, state) -> {
                if (state == VersionState.SERVING) {
                  serving.add(version);
                }
              });
      return serving;
    }

    /** Everything is mended and comes to rest: exactly what is wanted serves; then it stops. */
    void finish() {
      bench.diskUnreadable = false;
      bench.loader.unloadable.clear();
      bench.loader.unwarmable.clear();
      SortedMap<Long, Integer> disk = bench.disk.getOrDefault(MODEL, new TreeMap<>());
      disk.replaceAll((version, old) -> ++contents);
      leases.forEach(ModelLease::close);
      bench.lookUntilSettled();
      bench.lookUntilSettled();
      if (!disk.isEmpty()) {
        assertThat(serving()).isEqualTo(policy.select(new TreeSet<>(disk.keySet())));
      }
      assertThat(bench.loader.open()).hasSize(serving().size());

      CompletableFuture<Void> stopped = bench.lifecycle.stop();
      bench.settle();
      assertThat(stopped.isDone()).isTrue();
      assertThat(bench.loader.open()).isEmpty();
    }
  }
}
