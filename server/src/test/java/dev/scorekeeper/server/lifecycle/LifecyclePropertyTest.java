package dev.scorekeeper.server.lifecycle;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** Whatever happens to the folders and whoever leases, in any order: what must always be true. */
final class LifecyclePropertyTest {

  private static final String MODEL = "m";

  /** One thing that happens; the number chooses the version, the lease and the like. */
  private record Step(Kind kind, int number) {}

  private enum Kind {
    PUT,
    REMOVE,
    BREAK,
    CHILL,
    MEND,
    LOOK,
    RUN_CONTROL,
    RUN_LOADING,
    LEASE,
    RELEASE,
    DISK_FAILS,
    DISK_WORKS,
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Kind> kinds = Arbitraries.of(Kind.values());
    // Looking and running are what moves things, so they are the more frequent.
    Arbitrary<Kind> movers =
        Arbitraries.of(Kind.LOOK, Kind.RUN_CONTROL, Kind.RUN_LOADING, Kind.LEASE);
    return Combinators.combine(
            Arbitraries.frequencyOf(Tuple.of(2, kinds), Tuple.of(1, movers)),
            Arbitraries.integers().between(0, 4))
        .as(Step::new)
        .list()
        .ofMaxSize(80);
  }

  @Property(tries = 1000)
  void anyHistory_keepsItsPromises(
      @ForAll("steps") List<Step> steps, @ForAll @IntRange(min = 1, max = 2) int latest)
      throws ProblemException {
    History history = new History(VersionPolicy.ofLatest(latest));
    for (Step step : steps) {
      history.take(step);
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
      this.bench = LifecycleBench.withPlan(policy, Map.of());
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
