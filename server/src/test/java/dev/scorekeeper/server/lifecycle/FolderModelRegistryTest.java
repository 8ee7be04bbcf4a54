package dev.scorekeeper.server.lifecycle;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.lifecycle.LifecycleConfig.Vanished;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderModelRegistryTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path root;

  private final FakeLoader loader = new FakeLoader();
  private final List<FolderModelRegistry<FakeServable>> registries = new ArrayList<>();

  @AfterEach
  void closeAll() {
    registries.forEach(FolderModelRegistry::close);
  }

  private FolderModelRegistry<FakeServable> registry(
      Duration pollInterval, Duration grace, ServableLoader<FakeServable> with) {
    LifecycleConfig config =
        new LifecycleConfig(pollInterval, Vanished.KEEP, 2, Duration.ZERO, grace);
    FolderModelRegistry<FakeServable> registry =
        new FolderModelRegistry<>(config, Optional.of(root), Map.of(), with, Clock.systemUTC());
    registries.add(registry);
    return registry;
  }

  /** A registry that looks only when it is told to. */
  private FolderModelRegistry<FakeServable> started() throws InterruptedException {
    FolderModelRegistry<FakeServable> registry = registry(Duration.ofHours(1), LONG, loader);
    registry.start();
    assertThat(registry.awaitInitialLoad(LONG)).isTrue();
    return registry;
  }

  private void put(String model, String version) throws IOException {
    Path folder = Files.createDirectories(root.resolve(model).resolve(version));
    Files.writeString(folder.resolve("saved_model.pb"), "graph");
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      assertWithMessage(what).that(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static Optional<VersionState> state(
      FolderModelRegistry<FakeServable> registry, String model, long version) {
    return registry.model(model).stream()
        .flatMap(status -> status.versions().stream())
        .filter(status -> status.version() == version)
        .map(ModelStatus.VersionStatus::state)
        .findFirst();
  }

  @Test
  void start_folderWithGoodAndBrokenModels_servesTheGoodOnes() throws Exception {
    put("good", "1");
    put("broken", "1");
    loader.unloadable.add(new ModelId("broken", 1));

    FolderModelRegistry<FakeServable> registry = started();

    assertThat(registry.models().stream().map(ModelStatus::name))
        .containsExactly("broken", "good")
        .inOrder();
    assertThat(state(registry, "broken", 1)).hasValue(VersionState.FAILED);
    registry.lease("good", VersionSelector.NEWEST).close();
    assertThat(registry.peek("good", 1)).isPresent();
    assertThat(registry.peek("broken", 1)).isEmpty();
    assertThat(registry.peek("nobody", 1)).isEmpty();
  }

  @Test
  void start_withoutModelsFolder_hasNoModelsUntilItAppears() throws Exception {
    Files.delete(root);
    FolderModelRegistry<FakeServable> registry = started();
    assertThat(registry.models()).isEmpty();

    put("m", "1");
    registry.scanNow();
    registry.scanNow();
    await("m serves", () -> state(registry, "m", 1).equals(Optional.of(VersionState.SERVING)));
  }

  @Test
  void watching_newVersion_isFoundWithoutBeingAsked() throws Exception {
    put("m", "1");
    FolderModelRegistry<FakeServable> registry = registry(Duration.ofMillis(50), LONG, loader);
    registry.start();
    assertThat(registry.awaitInitialLoad(LONG)).isTrue();

    put("m", "2");

    await("2 serves", () -> state(registry, "m", 2).equals(Optional.of(VersionState.SERVING)));
    await("1 goes", () -> state(registry, "m", 1).equals(Optional.of(VersionState.UNLOADED)));
  }

  @Test
  void watching_folderVanishes_servesOn() throws Exception {
    put("m", "1");
    FolderModelRegistry<FakeServable> registry = started();
    Files.delete(root.resolve("m").resolve("1").resolve("saved_model.pb"));
    Files.delete(root.resolve("m").resolve("1"));
    Files.delete(root.resolve("m"));

    registry.scanNow();

    registry.lease("m", VersionSelector.NEWEST).close();
    assertThat(registry.models().get(0).versions().get(0).problem()).isNotNull();
  }

  @Test
  void slowModel_blocksNeitherTheOthersNorTheWatching() throws Exception {
    put("slow", "1");
    put("quick", "1");
    CountDownLatch release = new CountDownLatch(1);
    ServableLoader<FakeServable> slow =
        (id, folder) -> {
          if (id.name().equals("slow")) {
            awaitLatch(release);
          }
          return loader.load(id, folder);
        };
    FolderModelRegistry<FakeServable> registry = registry(Duration.ofHours(1), LONG, slow);
    registry.start();

    await("quick", () -> state(registry, "quick", 1).equals(Optional.of(VersionState.SERVING)));
    registry.scanNow();
    assertThat(registry.awaitInitialLoad(Duration.ofMillis(1))).isFalse();
    ProblemException refused =
        assertThrows(ProblemException.class, () -> registry.lease("slow", VersionSelector.NEWEST));
    assertThat(refused.problem().reason()).isEqualTo(Reason.MODEL_NOT_READY);

    release.countDown();
    assertThat(registry.awaitInitialLoad(LONG)).isTrue();
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  @Test
  void close_closesEverythingOnceAndRefusesFromThenOn() throws Exception {
    put("a", "1");
    put("b", "1");
    FolderModelRegistry<FakeServable> registry = started();

    registry.close();
    registry.close();
    registry.scanNow();

    assertThat(loader.open()).isEmpty();
    ProblemException refused =
        assertThrows(ProblemException.class, () -> registry.lease("a", VersionSelector.NEWEST));
    assertThat(refused.problem().reason()).isEqualTo(Reason.SERVER_STOPPING);
  }

  @Test
  void close_leaseOutBeyondTheGrace_leavesThatModelOpenUntilTheLeaseIsBack() throws Exception {
    put("m", "1");
    FolderModelRegistry<FakeServable> registry =
        registry(Duration.ofHours(1), Duration.ZERO, loader);
    registry.start();
    assertThat(registry.awaitInitialLoad(LONG)).isTrue();
    ModelLease<FakeServable> lease = registry.lease("m", VersionSelector.NEWEST);

    registry.close();

    assertThat(lease.servable().isClosed()).isFalse();
    lease.close();
    await("m is closed", () -> loader.open().isEmpty());
  }

  @Test
  void close_beforeStart_returns() {
    registry(Duration.ofHours(1), LONG, loader).close();
  }

  /** Threads lease and use a model without pause while its versions change under them. */
  @Test
  void leases_duringManySwitches_neverFailAndNeverSeeAClosedModel() throws Exception {
    put("m", "1");
    FolderModelRegistry<FakeServable> registry = started();
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    List<Future<Long>> users = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      users.add(threads.submit(() -> useUntil(over, registry)));
    }
    for (long version = 2; version <= 40; version++) {
      put("m", String.valueOf(version));
      registry.scanNow();
      registry.scanNow();
      long now = version;
      await("switch", () -> state(registry, "m", now).equals(Optional.of(VersionState.SERVING)));
    }
    over.set(true);
    for (Future<Long> user : users) {
      assertThat(user.get(30, TimeUnit.SECONDS)).isGreaterThan(0);
    }
    threads.shutdown();
    await("one is open", () -> loader.open().size() == 1);
    assertThat(loader.open()).containsExactly(new ModelId("m", 40));
  }

  private static long useUntil(AtomicBoolean over, FolderModelRegistry<FakeServable> registry)
      throws ProblemException {
    long uses = 0;
    while (!over.get()) {
      try (ModelLease<FakeServable> lease = registry.lease("m", VersionSelector.NEWEST)) {
        lease.servable().enter();
        lease.servable().leave();
        uses++;
      }
    }
    return uses;
  }
}
