package dev.scorekeeper.server.lifecycle;

import dev.scorekeeper.server.lifecycle.FolderScan.FoundVersion;
import dev.scorekeeper.server.lifecycle.ModelStatus.VersionStatus;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One version on its way through {@link VersionState}. Pure state: no threads, no clock; not
 * thread-safe.
 */
final class VersionEntry<S extends Servable> {

  private final ModelId id;
  private Path folder;
  private Fingerprint fingerprint;
  private boolean present = true;
  private boolean stable;
  private VersionState state = VersionState.FOUND;
  private Instant since;

  /** What the folder looked like when loading began; null before the first time. */
  private @Nullable Fingerprint attempted;

  private @Nullable Problem problem;
  private @Nullable Duration loadTime;
  private @Nullable Duration warmTime;

  /** What was loaded, from WARMING through DRAINING; null in all other states. */
  private @Nullable S servable;

  /** Leases on it, in SERVING and DRAINING; null in all other states. */
  private @Nullable ServingVersion<S> serving;

  /**
   * A version just found.
   *
   * @param stable true to take its files for complete at once
   */
  VersionEntry(ModelId id, FoundVersion found, boolean stable, Instant now) {
    this.id = id;
    this.folder = found.folder();
    this.fingerprint = found.fingerprint();
    this.stable = stable;
    this.since = now;
  }

  /** Takes in what a later look at its folder saw. */
  void seen(FoundVersion found, Duration retryInterval, Instant now) {
    boolean returned = !present;
    present = true;
    stable = !returned && found.fingerprint().equals(fingerprint);
    fingerprint = found.fingerprint();
    folder = found.folder();
    switch (state) {
      case UNLOADED -> {
        if (returned) {
          become(VersionState.FOUND, now);
        }
      }
      case FAILED -> {
        if (stable && (!fingerprint.equals(attempted) || isRetryDue(retryInterval, now))) {
          become(VersionState.FOUND, now);
        }
      }
      case SERVING -> problem = fingerprint.equals(attempted) ? null : changed();
      case FOUND, LOADING, WARMING, DRAINING -> {}
    }
  }

  private boolean isRetryDue(Duration retryInterval, Instant now) {
    return !retryInterval.isZero() && !now.isBefore(since.plus(retryInterval));
  }

  /** Takes in that its folder is not there. */
  void missed() {
    present = false;
    stable = false;
    if (state == VersionState.SERVING) {
      problem =
          Problem.of(
                  Reason.MODEL_UNREADABLE,
                  "the folder of " + id + " is gone; what was loaded from it serves on")
              .with("folder", folder);
    }
  }

  private Problem changed() {
    return Problem.of(
            Reason.MODEL_UNREADABLE,
            "the files of "
                + id
                + " or the model's scorekeeper.yaml changed since it was loaded; what was loaded"
                + " serves on, new files belong into a new version")
        .with("folder", folder);
  }

  void loading(Instant now) {
    attempted = fingerprint;
    loadTime = null;
    warmTime = null;
    become(VersionState.LOADING, now);
  }

  void warming(S loaded, Duration time, Instant now) {
    servable = loaded;
    loadTime = time;
    become(VersionState.WARMING, now);
  }

  void serving(ServingVersion<S> version, Duration time, Instant now) {
    serving = version;
    warmTime = time;
    become(VersionState.SERVING, now);
  }

  void draining(Instant now) {
    become(VersionState.DRAINING, now);
  }

  void unloaded(Instant now) {
    servable = null;
    serving = null;
    become(VersionState.UNLOADED, now);
  }

  void failed(Problem why, Instant now) {
    servable = null;
    become(VersionState.FAILED, now);
    problem = why;
  }

  private void become(VersionState next, Instant now) {
    state = next;
    since = now;
    problem = null;
  }

  ModelId id() {
    return id;
  }

  Path folder() {
    return folder;
  }

  VersionState state() {
    return state;
  }

  Instant since() {
    return since;
  }

  boolean isPresent() {
    return present;
  }

  /** True when it could serve as far as is known: its folder is there and did not fail to load. */
  boolean isLoadable() {
    return present && state != VersionState.FAILED;
  }

  /** True when it is not in memory and its files have come to rest. */
  boolean isReadyToLoad() {
    return stable && (state == VersionState.FOUND || state == VersionState.UNLOADED);
  }

  /** True when there is nothing of it in memory and nothing on the way there. */
  boolean isAtRest() {
    return state == VersionState.FOUND
        || state == VersionState.UNLOADED
        || state == VersionState.FAILED;
  }

  @Nullable S servable() {
    return servable;
  }

  @Nullable ServingVersion<S> serving() {
    return serving;
  }

  VersionStatus status(List<String> labels) {
    return new VersionStatus(id.version(), state, since, labels, problem, loadTime, warmTime);
  }
}
