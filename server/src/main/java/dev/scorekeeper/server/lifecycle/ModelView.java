package dev.scorekeeper.server.lifecycle;

import dev.scorekeeper.server.lifecycle.ModelStatus.VersionStatus;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What requests see of a model: an immutable picture, replaced as a whole.
 *
 * @param newest the highest version that serves; null when none does
 * @param serving what can be leased, by version
 * @param loaded what is in memory, by version
 * @param labels versions by label, whether they serve or not
 * @param coming versions that are wanted and do not serve yet
 */
record ModelView<S extends Servable>(
    ModelStatus status,
    @Nullable ServingVersion<S> newest,
    Map<Long, ServingVersion<S>> serving,
    Map<Long, S> loaded,
    Map<String, Long> labels,
    Set<Long> coming) {

  private static final Duration RETRY = Duration.ofSeconds(1);

  static <S extends Servable> ModelView<S> of(
      String name,
      Collection<VersionEntry<S>> newestFirst,
      Map<String, Long> labels,
      SortedSet<Long> wanted) {
    List<VersionStatus> statuses = new ArrayList<>();
    Map<Long, ServingVersion<S>> serving = new HashMap<>();
    Map<Long, S> loaded = new HashMap<>();
    Set<Long> coming = new HashSet<>(wanted);
    ServingVersion<S> newest = null;
    for (VersionEntry<S> entry : newestFirst) {
      long number = entry.id().version();
      statuses.add(entry.status(labelsOf(number, labels)));
      S servable = entry.servable();
      if (servable != null) {
        loaded.put(number, servable);
      }
      ServingVersion<S> version = entry.serving();
      if (version != null && entry.state() == VersionState.SERVING) {
        serving.put(number, version);
        coming.remove(number);
        newest = newest == null ? version : newest;
      }
      if (entry.state() == VersionState.LOADING || entry.state() == VersionState.WARMING) {
        coming.add(number);
      }
    }
    return new ModelView<>(
        new ModelStatus(name, statuses),
        newest,
        Map.copyOf(serving),
        Map.copyOf(loaded),
        labels,
        Set.copyOf(coming));
  }

  private static List<String> labelsOf(long version, Map<String, Long> labels) {
    return labels.entrySet().stream()
        .filter(entry -> entry.getValue() == version)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** True when nobody could tell the two apart. */
  boolean sameAs(ModelView<S> other) {
    return status.equals(other.status) && coming.equals(other.coming);
  }

  /** The version that serves such requests, or null; {@link #refusal} then says why. */
  @Nullable ServingVersion<S> find(VersionSelector selector) {
    if (selector instanceof VersionSelector.Exact exact) {
      return serving.get(exact.version());
    }
    if (selector instanceof VersionSelector.Label label) {
      Long version = labels.get(label.label());
      return version == null ? null : serving.get(version);
    }
    return newest;
  }

  /** Why there is nothing to serve such requests. */
  Problem refusal(VersionSelector selector) {
    if (selector instanceof VersionSelector.Exact exact) {
      return noVersion(exact.version());
    }
    if (selector instanceof VersionSelector.Label label) {
      return noLabel(label.label());
    }
    return noneServes();
  }

  private Problem noVersion(long version) {
    if (coming.contains(version)) {
      return notReady("version " + version + " of model '" + name() + "' is not ready yet")
          .with("version", version);
    }
    return refuse(
            Reason.VERSION_NOT_FOUND,
            "model.version",
            "model '" + name() + "' does not serve version " + version + whyNot(version))
        .with("version", version);
  }

  private Problem noLabel(String label) {
    Long version = labels.get(label);
    if (version == null) {
      String known = labels.isEmpty() ? "it has none" : "it has " + sortedText(labels.keySet());
      return refuse(
              Reason.LABEL_NOT_FOUND,
              "model.label",
              "model '" + name() + "' has no label '" + label + "'; " + known)
          .with("label", label)
          .with("labels", sortedText(labels.keySet()));
    }
    if (coming.contains(version)) {
      return notReady(
              "version "
                  + version
                  + " of model '"
                  + name()
                  + "', which label '"
                  + label
                  + "' stands for, is not ready yet")
          .with("label", label)
          .with("version", version);
    }
    return refuse(
            Reason.LABEL_NOT_FOUND,
            "model.label",
            "label '"
                + label
                + "' stands for version "
                + version
                + " of model '"
                + name()
                + "', which does not serve"
                + whyNot(version))
        .with("label", label)
        .with("version", version)
        .with("labels", sortedText(labels.keySet()));
  }

  private Problem noneServes() {
    if (!coming.isEmpty()) {
      return notReady("model '" + name() + "' is not ready yet");
    }
    String why =
        status.versions().isEmpty() ? ": it has none" : whyNot(status.versions().get(0).version());
    return refuse(
        Reason.VERSION_NOT_FOUND,
        "model.name",
        "model '" + name() + "' has no version that serves" + why);
  }

  private Problem notReady(String message) {
    return refuse(Reason.MODEL_NOT_READY, "", message + "; try again in a moment")
        .retryAfter(RETRY);
  }

  private Problem refuse(Reason reason, String field, String message) {
    return Problem.ofField(reason, field, message)
        .with("model", name())
        .with("serving", sortedText(serving.keySet()));
  }

  /** What became of a version, to be put after a sentence, and which versions serve instead. */
  private String whyNot(long version) {
    String fate =
        status.versions().stream()
            .filter(known -> known.version() == version)
            .map(ModelView::fate)
            .findFirst()
            .orElse("");
    String others = serving.isEmpty() ? "" : "; it serves " + sortedText(serving.keySet());
    return fate + others;
  }

  private static String fate(VersionStatus known) {
    Problem problem = known.problem();
    if (known.state() == VersionState.FAILED && problem != null) {
      return ": version " + known.version() + " could not be loaded: " + problem.message();
    }
    return known.state() == VersionState.FOUND
        ? ": it is there, but the configured policy does not want it"
        : "";
  }

  private String name() {
    return status.name();
  }

  private static <T extends Comparable<T>> String sortedText(Collection<T> values) {
    return values.stream().sorted().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
