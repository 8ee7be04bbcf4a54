package dev.scorekeeper.server.lifecycle;

import dev.scorekeeper.server.lifecycle.FolderScan.FoundVersion;
import dev.scorekeeper.server.lifecycle.LifecycleConfig.Vanished;
import dev.scorekeeper.server.scoring.ModelId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The versions of one model and what is to be done about them. Pure state: no threads, no clock;
 * not thread-safe.
 */
final class ModelState<S extends Servable> {

  /*
   * Wanted are the versions that the policy selects of those that could be loaded: their folder is
   * there and has not failed. So a broken version is passed over for the one before it, at startup
   * and later, and comes back into the choice when its files change.
   *
   * A version that serves and is not wanted (any more) is surplus. It is drained only when every
   * wanted version serves, hence never before its successor does; and, should nothing be wanted
   * because the folders vanished, only when the configuration says so.
   */

  /** How long a version that is gone from disk and from memory is still listed. */
  static final Duration REMEMBERED = Duration.ofMinutes(5);

  private final String name;
  private final ModelPlan plan;
  private final LifecycleConfig config;
  private final NavigableMap<Long, VersionEntry<S>> entries = new TreeMap<>();

  ModelState(String name, ModelPlan plan, LifecycleConfig config) {
    this.name = name;
    this.plan = plan;
    this.config = config;
  }

  String name() {
    return name;
  }

  ModelPlan plan() {
    return plan;
  }

  /**
   * Takes in what is on disk.
   *
   * @param complete true to take the files of new versions for complete at once
   */
  void seen(Map<Long, FoundVersion> found, boolean complete, Instant now) {
    found.forEach(
        (number, version) -> {
          VersionEntry<S> known = entries.get(number);
          if (known == null) {
            ModelId id = new ModelId(name, number);
            entries.put(number, new VersionEntry<>(id, version, complete, now));
          } else {
            known.seen(version, config.retryInterval(), now);
          }
        });
    entries.forEach(
        (number, entry) -> {
          if (!found.containsKey(number)) {
            entry.missed();
          }
        });
    entries.values().removeIf(entry -> isForgotten(entry, now));
  }

  private boolean isForgotten(VersionEntry<S> entry, Instant now) {
    if (entry.isPresent()) {
      return false;
    }
    return switch (entry.state()) {
      case FOUND, FAILED -> true;
      case UNLOADED -> !now.isBefore(entry.since().plus(REMEMBERED));
      case LOADING, WARMING, SERVING, DRAINING -> false;
    };
  }

  /** Moves every wanted version that is ready for it to LOADING and returns those. */
  List<VersionEntry<S>> startLoading(Instant now) {
    List<VersionEntry<S>> started = new ArrayList<>();
    for (long number : new TreeSet<>(wanted()).descendingSet()) {
      VersionEntry<S> entry = entry(number);
      if (entry.isReadyToLoad()) {
        entry.loading(now);
        started.add(entry);
      }
    }
    return started;
  }

  /** Moves every serving version that can be spared to DRAINING and returns those. */
  List<VersionEntry<S>> startDraining(Instant now) {
    SortedSet<Long> wanted = wanted();
    boolean successorsServe = isSettled();
    boolean mayBeEmpty = config.vanished() == Vanished.UNLOAD;
    if (!successorsServe || (wanted.isEmpty() && !mayBeEmpty)) {
      return List.of();
    }
    return drain(entry -> !wanted.contains(entry.id().version()), now);
  }

  /** Moves every serving version to DRAINING and returns those. */
  List<VersionEntry<S>> drainAll(Instant now) {
    return drain(entry -> true, now);
  }

  private List<VersionEntry<S>> drain(Predicate<VersionEntry<S>> which, Instant now) {
    List<VersionEntry<S>> drained =
        entries.values().stream()
            .filter(entry -> entry.state() == VersionState.SERVING && which.test(entry))
            .toList();
    drained.forEach(entry -> entry.draining(now));
    return drained;
  }

  /** True when every wanted version serves: nothing more will come by itself. */
  boolean isSettled() {
    return wanted().stream().allMatch(number -> entry(number).state() == VersionState.SERVING);
  }

  /** True when nothing is in memory and nothing on the way there. */
  boolean isAtRest() {
    return entries.values().stream().allMatch(VersionEntry::isAtRest);
  }

  /** True when there is nothing to tell about it. */
  boolean isEmpty() {
    return entries.isEmpty();
  }

  SortedSet<Long> wanted() {
    TreeSet<Long> loadable = new TreeSet<>();
    entries.forEach(
        (number, entry) -> {
          if (entry.isLoadable()) {
            loadable.add(number);
          }
        });
    return plan.versions().select(loadable);
  }

  /** A version that is known. */
  VersionEntry<S> entry(long number) {
    VersionEntry<S> entry = entries.get(number);
    if (entry == null) {
      throw new IllegalStateException("no version " + number + " of model " + name);
    }
    return entry;
  }

  /** What others may see of it. */
  ModelView<S> view() {
    return ModelView.of(name, entries.descendingMap().values(), plan.labels(), wanted());
  }
}
