package dev.scorekeeper.server.lifecycle;

import static com.google.common.truth.Truth.assertThat;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.lifecycle.LifecycleConfig.Vanished;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class ModelLifecycleTest {

  private static final VersionSelector NEWEST = VersionSelector.NEWEST;

  @Test
  void look_atStart_loadsTheLatestVersionAtOnce() throws Exception {
    LifecycleBench bench = LifecycleBench.withDefaults().put("m", 1, 0).put("m", 2, 0);

    bench.look();
    bench.settle();

    assertThat(bench.states()).containsExactly(1L, VersionState.FOUND, 2L, VersionState.SERVING);
    assertThat(bench.leaseAndReturn(NEWEST)).isEqualTo(2);
    assertThat(bench.lifecycle.initialLoad().isDone()).isTrue();
  }

  @Test
  void look_severalModels_listsAllInOrderOfNames() {
    LifecycleBench bench = LifecycleBench.withDefaults().put("b", 1, 0).put("a", 1, 0);
    bench.disk.put("empty", new java.util.TreeMap<>());

    bench.look();

    assertThat(bench.lifecycle.published().models().stream().map(ModelStatus::name))
        .containsExactly("a", "b", "empty")
        .inOrder();
  }

  @Test
  void look_newVersionStillChanging_waitsUntilItRests() throws Exception {
    LifecycleBench bench = LifecycleBench.withDefaults().put("m", 1, 0);
    bench.look();
    bench.settle();

    for (int contents = 1; contents < 4; contents++) {
      bench.put("m", 2, contents);
      bench.look();
      bench.settle();
      assertThat(bench.version(2).state()).isEqualTo(VersionState.FOUND);
      assertThat(bench.leaseAndReturn(NEWEST)).isEqualTo(1);
    }
    bench.look();
    bench.settle();

    assertThat(bench.states()).containsExactly(1L, VersionState.UNLOADED, 2L, VersionState.SERVING);
    assertThat(bench.leaseAndReturn(NEWEST)).isEqualTo(2);
    assertThat(bench.loader.open()).containsExactly(new ModelId("m", 2));
  }

  @Test
  void newVersion_whileLoadingAndWarming_oldOneServes() throws Exception {
    LifecycleBench bench = LifecycleBench.withDefaults().put("m", 1, 0);
    bench.lookUntilSettled();
    bench.put("m", 2, 0);
    bench.look();
    bench.look();
    assertThat(bench.version(2).state()).isEqualTo(VersionState.LOADING);
    assertThat(bench.leaseAndReturn(NEWEST)).isEqualTo(1);

    bench.loading.runOne();
    bench.control.runOne();
    assertThat(bench.version(2).state()).isEqualTo(VersionState.WARMING);
    assertThat(bench.version(2).loadTime()).isNotNull();
    assertThat(bench.lifecycle.published().peek("m", 2)).isPresent();
    assertThat(bench.leaseAndReturn(NEWEST)).isEqualTo(1);

    bench.settle();
    assertThat(bench.version(2).warmTime()).isNotNull();
    assertThat(bench.leaseAndReturn(NEWEST)).isEqualTo(2);
  }

  @Test
  void switchOfVersions_leasedOldOne_isClosedWhenTheLastLeaseIsBack() throws Exception {
    LifecycleBench bench = LifecycleBench.withDefaults().put("m", 1, 0);
    bench.lookUntilSettled();
    ModelLease<FakeServable> first = bench.lifecycle.published().lease("m", NEWEST);
    ModelLease<FakeServable> second = bench.lifecycle.published().lease("m", NEWEST);
    bench.put("m", 2, 0);
    bench.lookUntilSettled();
    assertThat(bench.version(1).state()).isEqualTo(VersionState.DRAINING);

    first.close();
    bench.settle();
    assertThat(bench.version(1).state()).isEqualTo(VersionState.DRAINING);
    assertThat(second.servable().isClosed()).isFalse();

    FakeServable servable = second.servable();
    second.close();
    assertThat(servable.isClosed()).isFalse();
    bench.settle();
    assertThat(servable.isClosed()).isTrue();
    assertThat(bench.version(1).state()).isEqualTo(VersionState.UNLOADED);
  }

  @Test
  void lease_closedTwice_throwsAndCountsOnce() throws Exception {
    LifecycleBench bench = LifecycleBench.withDefaults().put("m", 1, 0);
    bench.lookUntilSettled();
    ModelLease<FakeServable> lease = bench.lifecycle.published().lease("m", NEWEST);
    lease.close();

    assertThrows(IllegalStateException.class, lease::close);
    assertThrows(IllegalStateException.class, lease::servable);
    assertThat(bench.leaseAndReturn(NEWEST)).isEqualTo(1);
  }

  @Test
  void brokenNewVersion_oldOneServesOn_andItIsTriedAgainWhenItChanges() throws Exception {
    LifecycleBench bench = LifecycleBench.withDefaults().put("m", 1, 0);
    bench.lookUntilSettled();
    bench.loader.unloadable.add(new ModelId("m", 2));
    bench.put("m", 2, 0);
    bench.lookUntilSettled();

    assertThat(bench.states()).containsExactly(1L, VersionState.SERVING, 2L, VersionState.FAILED);
    assertThat(requireNonNull(bench.version(2).problem()).message()).isEqualTo("broken");
    bench.lookUntilSettled();
    assertThat(bench.loader.attempts).hasSize(2);

    bench.loader.unloadable.clear();
    bench.put("m", 2, 1);
    bench.lookUntilSettled();
    assertThat(bench.states()).containsExactly(1L, VersionState.UNLOADED, 2L, VersionState.SERVING);
    assertThat(bench.version(2).problem()).isNull();
  }

  @Test
  void brokenNewestAtStart_isPassedOverForTheOneBefore() throws Exception {
    LifecycleBench bench = LifecycleBench.withDefaults().put("m", 1, 0).put("m", 2, 0);
    bench.loader.unloadable.add(new ModelId("m", 2));

    bench.look();
    bench.settle();

    assertThat(bench.states()).containsExactly(1L, VersionState.SERVING, 2L, VersionState.FAILED);
    assertThat(bench.lifecycle.initialLoad().isDone()).isTrue();
  }

  @Test
  void warmingFails_versionIsClosedAndFailed() {
    LifecycleBench bench = LifecycleBench.withDefaults().put("m", 1, 0);
    bench.loader.unwarmable.add(new ModelId("m", 1));

    bench.lookUntilSettled();

    assertThat(bench.version(1).state()).isEqualTo(VersionState.FAILED);
    assertThat(requireNonNull(bench.version(1).problem()).reason())
        .isEqualTo(Reason.MODEL_WARMUP_FAILED);
    assertThat(bench.loader.open()).isEmpty();
    assertThat(bench.lifecycle.published().peek("m", 1)).isEmpty();
    assertThat(bench.lifecycle.initialLoad().isDone()).isTrue();
  }

  @Test
  void loaderThrowsUnexpectedly_versionFailsAndOthersServe() {
    LifecycleBench bench = LifecycleBench.withDefaults().put("m", 1, 0).put("other", 1, 0);
    bench.loader.exploding.add(new ModelId("m", 1));

    bench.lookUntilSettled();

    assertThat(requireNonNull(bench.version(1).problem()).message()).contains("boom");
    assertThat(bench.loader.open()).containsExactly(new ModelId("other", 1));
  }

  @Test
  void failedVersion_withRetryInterval_isTriedAgainAfterIt() {
    LifecycleConfig config =
        new LifecycleConfig(
            Duration.ofSeconds(1), Vanished.KEEP, 1, Duration.ofSeconds(60), Duration.ZERO);
    LifecycleBench bench = new LifecycleBench(config, Map.of()).put("m", 1, 0);
    bench.loader.unloadable.add(new ModelId("m", 1));
    bench.lookUntilSettled();
    bench.loader.unloadable.clear();

    bench.pass(Duration.ofSeconds(59));
    bench.lookUntilSettled();
    assertThat(bench.version(1).state()).isEqualTo(VersionState.FAILED);
    bench.pass(Duration.ofSeconds(1));
    bench.lookUntilSettled();
    assertThat(bench.version(1).state()).isEqualTo(VersionState.SERVING);
  }

  @Test
  void vanishedVersion_kept_servesOnWithAProblemUntilAnotherServes() throws Exception {
    LifecycleBench bench = LifecycleBench.withDefaults().put("m", 2, 0);
    bench.lookUntilSettled();
    bench.disk.remove("m");
    bench.lookUntilSettled();

    assertThat(bench.leaseAndReturn(NEWEST)).isEqualTo(2);
    assertThat(requireNonNull(bench.version(2).problem()).message()).contains("is gone");

    bench.put("m", 1, 0);
    bench.lookUntilSettled();
    assertThat(bench.leaseAndReturn(NEWEST)).isEqualTo(1);
    assertThat(bench.version(2).state()).isEqualTo(VersionState.UNLOADED);

    bench.pass(ModelState.REMEMBERED);
    bench.look();
    assertThat(bench.states()).containsExactly(1L, VersionState.SERVING);
  }

  @Test
  void vanishedVersion_thatComesBack_servesOnWithoutAProblem() {
    LifecycleBench bench = LifecycleBench.withDefaults().put("m", 1, 7);
    bench.lookUntilSettled();
    bench.disk.remove("m");
    bench.look();
    bench.put("m", 1, 7);
    bench.look();

    assertThat(bench.version(1).problem()).isNull();
    assertThat(bench.loader.made).hasSize(1);
  }

  @Test
  void vanishedModel_unloadConfigured_isUnloadedAndForgotten() {
    LifecycleConfig config =
        new LifecycleConfig(
            Duration.ofSeconds(1), Vanished.UNLOAD, 1, Duration.ZERO, Duration.ZERO);
    LifecycleBench bench = new LifecycleBench(config, Map.of()).put("m", 1, 0).put("o", 1, 0);
    bench.lookUntilSettled();
    bench.disk.remove("m");
    bench.lookUntilSettled();

    assertThat(bench.version(1).state()).isEqualTo(VersionState.UNLOADED);
    assertThat(bench.loader.open()).containsExactly(new ModelId("o", 1));

    bench.pass(ModelState.REMEMBERED);
    bench.look();
    assertThat(bench.lifecycle.published().model("m")).isEmpty();
    ModelStatus last = bench.events.get(bench.events.size() - 1);
    assertThat(last).isEqualTo(new ModelStatus("m", java.util.List.of()));
    assertThat(bench.refusal("m", NEWEST).reason()).isEqualTo(Reason.MODEL_NOT_FOUND);
  }

  @Test
  void unreadableDisk_changesNothing() throws Exception {
    LifecycleBench bench = LifecycleBench.withDefaults().put("m", 1, 0);
    bench.lookUntilSettled();
    bench.diskUnreadable = true;
    bench.lookUntilSettled();

    assertThat(bench.version(1).problem()).isNull();
    assertThat(bench.leaseAndReturn(NEWEST)).isEqualTo(1);
  }

  @Test
  void filesChangedUnderAServingVersion_areReportedAndNotLoaded() {
    LifecycleBench bench = LifecycleBench.withDefaults().put("m", 1, 0);
    bench.lookUntilSettled();
    bench.put("m", 1, 1);
    bench.lookUntilSettled();

    assertThat(requireNonNull(bench.version(1).problem()).message()).contains("changed");
    assertThat(bench.loader.made).hasSize(1);
  }

  @Test
  void policyAll_servesEveryVersionAndTheHighestIsNewest() throws Exception {
    LifecycleBench bench = LifecycleBench.withPlan(VersionPolicy.ofAll(), Map.of());
    bench.put("m", 1, 0).put("m", 2, 0).put("m", 10, 0).lookUntilSettled();

    assertThat(bench.leaseAndReturn(NEWEST)).isEqualTo(10);
    assertThat(bench.leaseAndReturn(new VersionSelector.Exact(1))).isEqualTo(1);
  }

  @Test
  void policySpecific_servesThoseOnly() {
    LifecycleBench bench = LifecycleBench.withPlan(VersionPolicy.ofSpecific(1L, 3L), Map.of());
    bench.put("m", 1, 0).put("m", 2, 0).put("m", 3, 0).put("m", 4, 0).lookUntilSettled();

    assertThat(bench.loader.open()).containsExactly(new ModelId("m", 1), new ModelId("m", 3));
  }

  @Test
  void label_standsForItsVersion() throws Exception {
    LifecycleBench bench =
        LifecycleBench.withPlan(VersionPolicy.ofLatest(2), Map.of("stable", 1L, "canary", 2L));
    bench.put("m", 1, 0).put("m", 2, 0).lookUntilSettled();

    assertThat(bench.leaseAndReturn(new VersionSelector.Label("stable"))).isEqualTo(1);
    assertThat(bench.leaseAndReturn(new VersionSelector.Label("canary"))).isEqualTo(2);
    assertThat(bench.version(1).labels()).containsExactly("stable");
  }

  @Test
  void label_unknownOrUnserved_isRefusedWithWhatThereIs() {
    LifecycleBench bench = LifecycleBench.withPlan(VersionPolicy.defaults(), Map.of("stable", 1L));
    bench.put("m", 1, 0).put("m", 2, 0).lookUntilSettled();

    Problem unknown = bench.refusal("m", new VersionSelector.Label("stabel"));
    assertThat(unknown.reason()).isEqualTo(Reason.LABEL_NOT_FOUND);
    assertThat(unknown.details()).containsEntry("labels", "stable");
    Problem unserved = bench.refusal("m", new VersionSelector.Label("stable"));
    assertThat(unserved.reason()).isEqualTo(Reason.LABEL_NOT_FOUND);
    assertThat(unserved.details()).containsEntry("version", "1");
    assertThat(unserved.message()).contains("policy does not want it");
  }

  @Test
  void lease_unknownModel_namesTheNearest() {
    LifecycleBench bench = LifecycleBench.withDefaults().put("digits", 1, 0).put("wine", 1, 0);
    bench.lookUntilSettled();

    Problem near = bench.refusal("digist", NEWEST);
    assertThat(near.reason()).isEqualTo(Reason.MODEL_NOT_FOUND);
    assertThat(near.message()).contains("did you mean 'digits'?");
    assertThat(near.field()).isEqualTo("model.name");
    assertThat(bench.refusal("qqq", NEWEST).details()).containsEntry("models", "digits, wine");
  }

  @Test
  void lease_unknownVersion_namesThoseThatServe() {
    LifecycleBench bench = LifecycleBench.withDefaults().put("m", 1, 0);
    bench.lookUntilSettled();

    Problem problem = bench.refusal("m", new VersionSelector.Exact(9));
    assertThat(problem.reason()).isEqualTo(Reason.VERSION_NOT_FOUND);
    assertThat(problem.details()).containsExactly("model", "m", "version", "9", "serving", "1");
  }

  @Test
  void lease_whileTheOnlyVersionLoads_isRefusedWithRetryAdvice() {
    LifecycleBench bench = LifecycleBench.withDefaults().put("m", 1, 0);
    bench.look();

    for (VersionSelector selector : new VersionSelector[] {NEWEST, new VersionSelector.Exact(1)}) {
      Problem problem = bench.refusal("m", selector);
      assertThat(problem.reason()).isEqualTo(Reason.MODEL_NOT_READY);
      assertThat(problem.retryAfter()).isNotNull();
    }
    assertThat(bench.lifecycle.initialLoad().isDone()).isFalse();
  }

  @Test
  void lease_modelWithOnlyBrokenVersions_saysWhy() {
    LifecycleBench bench = LifecycleBench.withDefaults().put("m", 1, 0);
    bench.loader.unloadable.add(new ModelId("m", 1));
    bench.lookUntilSettled();

    Problem problem = bench.refusal("m", NEWEST);
    assertThat(problem.reason()).isEqualTo(Reason.VERSION_NOT_FOUND);
    assertThat(problem.message()).contains("broken");
  }

  @Test
  void events_followEachStateInOrder() {
    LifecycleBench bench = LifecycleBench.withDefaults().put("m", 1, 0);
    bench.lookUntilSettled();
    bench.lookUntilSettled();

    assertThat(bench.events.stream().map(event -> event.versions().get(0).state()))
        .containsExactly(VersionState.LOADING, VersionState.WARMING, VersionState.SERVING)
        .inOrder();
  }

  @Test
  void watch_closedHandle_hearsNoMore_andAFailingListenerDisturbsNobody() throws Exception {
    LifecycleBench bench = LifecycleBench.withDefaults().put("m", 1, 0);
    AutoCloseable handle =
        bench
            .lifecycle
            .published()
            .watch(
                status -> {
                  throw new IllegalStateException("listener");
                });
    bench.look();
    handle.close();
    bench.settle();

    assertThat(bench.version(1).state()).isEqualTo(VersionState.SERVING);
  }

  @Test
  void stop_waitsForLeases_thenEverythingIsClosedOnce() throws Exception {
    LifecycleBench bench = LifecycleBench.withDefaults().put("m", 1, 0).put("o", 1, 0);
    bench.lookUntilSettled();
    ModelLease<FakeServable> lease = bench.lifecycle.published().lease("m", NEWEST);

    CompletableFuture<Void> stopped = bench.lifecycle.stop();
    bench.settle();
    assertThat(stopped.isDone()).isFalse();
    assertThat(bench.loader.open()).containsExactly(new ModelId("m", 1));
    assertThat(bench.refusal("m", NEWEST).reason()).isEqualTo(Reason.SERVER_STOPPING);

    lease.close();
    bench.settle();
    assertThat(stopped.isDone()).isTrue();
    assertThat(bench.loader.open()).isEmpty();
  }

  @Test
  void stop_duringLoadingAndWarming_closesWhatWasLoaded() {
    LifecycleBench bench = LifecycleBench.withDefaults().put("a", 1, 0).put("b", 1, 0);
    bench.look();
    bench.loading.runOne();

    CompletableFuture<Void> stopped = bench.lifecycle.stop();
    bench.settle();

    assertThat(stopped.isDone()).isTrue();
    assertThat(bench.loader.attempts).hasSize(1);
    assertThat(bench.loader.open()).isEmpty();
  }

  @Test
  void rollback_whileTheOldVersionStillDrains_loadsItAnewWhenItIsGone() throws ProblemException {
    LifecycleBench bench = LifecycleBench.withDefaults().put("m", 1, 0);
    bench.lookUntilSettled();
    ModelLease<FakeServable> lease = bench.lifecycle.published().lease("m", NEWEST);
    bench.put("m", 2, 0);
    bench.lookUntilSettled();
    bench.remove("m", 2);
    bench.lookUntilSettled();
    assertThat(bench.states()).containsExactly(1L, VersionState.DRAINING, 2L, VersionState.SERVING);
    assertThat(bench.leaseAndReturn(NEWEST)).isEqualTo(2);

    lease.close();
    bench.settle();
    assertThat(bench.leaseAndReturn(NEWEST)).isEqualTo(1);
    assertThat(bench.loader.open()).containsExactly(new ModelId("m", 1));
  }
}
