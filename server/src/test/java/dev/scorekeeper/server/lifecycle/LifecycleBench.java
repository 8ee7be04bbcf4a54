package dev.scorekeeper.server.lifecycle;

import dev.scorekeeper.server.lifecycle.FolderScan.FoundVersion;
import dev.scorekeeper.server.lifecycle.ModelStatus.VersionStatus;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A {@link ModelLifecycle} over an imagined disk, moved step by step on the test's thread. */
final class LifecycleBench {

  final FakeLoader loader = new FakeLoader();
  final ManualExecutor control = new ManualExecutor();
  final ManualExecutor loading = new ManualExecutor();
  final ModelLifecycle<FakeServable> lifecycle;
  final List<ModelStatus> events = new ArrayList<>();

  /** Contents of each version's folder, as one number; what is on the imagined disk. */
  final SortedMap<String, SortedMap<Long, Integer>> disk = new TreeMap<>();

  boolean diskUnreadable;
  Instant now = Instant.EPOCH;

  LifecycleBench(LifecycleConfig config, Map<String, ModelPlan> plans) {
    lifecycle = new ModelLifecycle<>(config, plans, loader, control, loading, () -> 0, () -> now);
    lifecycle.published().watch(events::add);
  }

  static LifecycleBench withDefaults() {
    return new LifecycleBench(LifecycleConfig.defaults(), Map.of());
  }

  static LifecycleBench withPlan(VersionPolicy policy, Map<String, Long> labels) {
    return new LifecycleBench(
        LifecycleConfig.defaults(), Map.of("m", new ModelPlan(Optional.empty(), policy, labels)));
  }

  LifecycleBench put(String model, long version, int contents) {
    disk.computeIfAbsent(model, name -> new TreeMap<>()).put(version, contents);
    return this;
  }

  void remove(String model, long version) {
    SortedMap<Long, Integer> versions = disk.get(model);
    if (versions != null) {
      versions.remove(version);
    }
  }

  /** One look at the disk and what follows at once, loading excepted. */
  void look() {
    lookWithoutRunning();
    control.runAll();
  }

  /** One look at the disk, which control still has to take in. */
  void lookWithoutRunning() {
    SortedMap<String, SortedMap<Long, FoundVersion>> models = new TreeMap<>();
    if (!diskUnreadable) {
      disk.forEach((model, versions) -> models.put(model, found(model, versions)));
    }
    lifecycle.apply(new FolderScan(models, Set.of(), diskUnreadable));
  }

  private static SortedMap<Long, FoundVersion> found(
      String model, SortedMap<Long, Integer> versions) {
    SortedMap<Long, FoundVersion> found = new TreeMap<>(Collections.reverseOrder());
    versions.forEach(
        (number, contents) ->
            found.put(
                number,
                new FoundVersion(
                    Path.of(model, String.valueOf(number)), new Fingerprint(1, contents, 0))));
    return found;
  }

  /** Runs what there is to run, loading included, until nothing is left. */
  void settle() {
    do {
      control.runAll();
    } while (loading.runOne());
    control.runAll();
  }

  /** Looks twice, so that what changed is taken for complete, and settles. */
  void lookUntilSettled() {
    look();
    settle();
    look();
    settle();
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  long leaseAndReturn(VersionSelector selector) throws ProblemException {
    try (ModelLease<FakeServable> lease = lifecycle.published().lease("m", selector)) {
      return lease.servable().id().version();
    }
  }

  Problem refusal(String model, VersionSelector selector) {
    try {
      lifecycle.published().lease(model, selector).close();
    } catch (ProblemException refused) {
      return refused.problem();
    }
    throw new AssertionError("the lease was granted");
  }

  Map<Long, VersionState> states() {
    Map<Long, VersionState> states = new TreeMap<>();
    lifecycle.published().model("m").stream()
        .flatMap(model -> model.versions().stream())
        .forEach(version -> states.put(version.version(), version.state()));
    return states;
  }

  VersionStatus version(long number) {
    return lifecycle.published().model("m").stream()
        .flatMap(model -> model.versions().stream())
        .filter(version -> version.version() == number)
        .findFirst()
        .orElseThrow(() -> new AssertionError("version " + number + " is not listed"));
  }
}
