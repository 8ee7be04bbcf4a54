package dev.scorekeeper.server.lifecycle;

import dev.scorekeeper.server.config.OneOf;
import dev.scorekeeper.server.config.Setting;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Which versions of a model are wanted in memory: the latest few, all, or those listed. Exactly one
 * of the three is given.
 */
@OneOf
public record VersionPolicy(
    @Setting(
            value =
                "So many of the highest version numbers that can be loaded; a broken version is passed"
                    + " over for the one before it.",
            min = "1",
            max = "1000")
        Optional<Integer> latest,
    @Setting("true: every version there is.") Optional<Boolean> all,
    @Setting(value = "Exactly these version numbers.", min = "0") Optional<List<Long>> specific) {

  public VersionPolicy {
    specific = specific.map(List::copyOf);
    if (Stream.of(latest, all, specific).filter(Optional::isPresent).count() != 1) {
      throw new IllegalArgumentException("exactly one of latest, all and specific must be given");
    }
    latest.ifPresent(VersionPolicy::checkLatest);
    if (all.isPresent() && !all.get()) {
      throw new IllegalArgumentException(
          "all can only be true; leave it out for the latest version");
    }
    specific.ifPresent(VersionPolicy::checkSpecific);
  }

  private static void checkLatest(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("latest must be at least 1: " + count);
    }
  }

  private static void checkSpecific(List<Long> versions) {
    if (versions.isEmpty() || versions.stream().anyMatch(version -> version < 0)) {
      throw new IllegalArgumentException(
          "specific must list version numbers of at least 0: " + versions);
    }
  }

  /** The latest version only. */
  public static VersionPolicy defaults() {
    return ofLatest(1);
  }

  public static VersionPolicy ofLatest(int count) {
    return new VersionPolicy(Optional.of(count), Optional.empty(), Optional.empty());
  }

  public static VersionPolicy ofAll() {
    return new VersionPolicy(Optional.empty(), Optional.of(true), Optional.empty());
  }

  public static VersionPolicy ofSpecific(Long... versions) {
    return new VersionPolicy(Optional.empty(), Optional.empty(), Optional.of(List.of(versions)));
  }

  /** Those wanted of the versions that could be loaded. */
  SortedSet<Long> select(NavigableSet<Long> loadable) {
    TreeSet<Long> wanted = new TreeSet<>();
    if (latest.isPresent()) {
      loadable.descendingSet().stream().limit(latest.get()).forEach(wanted::add);
    } else {
      wanted.addAll(loadable);
      specific.ifPresent(wanted::retainAll);
    }
    return wanted;
  }
}
