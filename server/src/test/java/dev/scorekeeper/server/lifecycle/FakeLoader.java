package dev.scorekeeper.server.lifecycle;

import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Loader whose successes and failures the test decides. Thread-safe. */
final class FakeLoader implements ServableLoader<FakeServable> {

  final Set<ModelId> unloadable = ConcurrentHashMap.newKeySet();
  final Set<ModelId> unwarmable = ConcurrentHashMap.newKeySet();
  final Set<ModelId> exploding = ConcurrentHashMap.newKeySet();

  /** All it ever made, in order. */
  final List<FakeServable> made = new CopyOnWriteArrayList<>();

  /** Every attempt, in order. */
  final List<ModelId> attempts = new CopyOnWriteArrayList<>();

  @Override
  public FakeServable load(ModelId id, Path folder) throws ProblemException {
    attempts.add(id);
    if (exploding.contains(id)) {
      throw new IllegalStateException("boom");
    }
    if (unloadable.contains(id)) {
      throw new ProblemException(Problem.of(Reason.MODEL_UNREADABLE, "broken"));
    }
    FakeServable servable = new FakeServable(id, () -> warm(id));
    made.add(servable);
    return servable;
  }

  private void warm(ModelId id) throws ProblemException {
    if (unwarmable.contains(id)) {
      throw new ProblemException(Problem.of(Reason.MODEL_WARMUP_FAILED, "cold"));
    }
  }

  List<ModelId> open() {
    return made.stream().filter(s -> !s.isClosed()).map(FakeServable::id).toList();
  }
}
