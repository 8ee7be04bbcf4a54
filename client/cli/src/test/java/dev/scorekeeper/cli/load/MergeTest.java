package dev.scorekeeper.cli.load;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.grpc.Status.Code;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What several generators wrote, put together. */
final class MergeTest {
  private static final Timeline TIMELINE = new Timeline(0, LoadResults.SECOND, 3);

  private static LoadResult result(Recording recording, double rate) {
    LoadPlan plan = LoadResults.plan(Traffic.rate(rate, true), 3);
    return LoadResults.result(plan, recording.results(recording.end()), LoadResults.IDLE);
  }

  @Property(tries = 20)
  void merge_ofTwoThroughJson_isWhatOneWouldHaveSeen(@ForAll long seed) {
    Random random = new Random(seed);
    Recording one = new Recording(TIMELINE, 0, 10_000_000);
    Recording two = new Recording(TIMELINE, 0, 10_000_000);
    Recording both = new Recording(TIMELINE, 0, 10_000_000);
    for (int i = 0; i < 2_000; i++) {
      long intended = (long) (random.nextDouble() * 3.2e9);
      long sent = intended + random.nextInt(3_000_000);
      long end = sent + (long) Math.exp(random.nextDouble() * 20);
      Code code = random.nextInt(10) == 0 ? Code.RESOURCE_EXHAUSTED : Code.OK;
      for (Recording recording : List.of(random.nextBoolean() ? one : two, both)) {
        recording.offered(intended);
        recording.ended(intended, sent, end, code);
      }
    }
    LoadResult merged =
        LoadResult.merge(List.of(throughJson(result(one, 400)), throughJson(result(two, 600))));
    LoadResult whole = result(both, 1_000);
    assertThat(merged.plan()).isEqualTo(whole.plan());
    assertThat(merged.processes()).isEqualTo(2);
    for (int i = 0; i < 3; i++) {
      assertThat(merged.windows().get(i)).isEqualTo(whole.windows().get(i));
    }
    assertThat(merged.total()).isEqualTo(whole.total());
  }

  private static LoadResult throughJson(LoadResult result) {
    return LoadJson.read(LoadJson.write(new LoadReport.Single(result)));
  }

  @Test
  void write_measurement_hasTheFiguresAndOnlyThoseThatAreKnown() {
    Recording recording = new Recording(TIMELINE, 0, 10_000_000);
    for (int i = 0; i < 300; i++) {
      recording.offered(i * 10_000_000L);
      recording.ended(i * 10_000_000L, i * 10_000_000L, i * 10_000_000L + 2_000_000, Code.OK);
    }
    JsonObject json =
        JsonParser.parseString(LoadJson.write(new LoadReport.Single(result(recording, 100))))
            .getAsJsonObject();
    JsonObject summary = json.getAsJsonObject("summary");
    assertThat(summary.get("answered_per_second").getAsDouble()).isWithin(1e-9).of(100);
    JsonObject latency = summary.getAsJsonObject("latency_us");
    assertThat(latency.get("p90").getAsDouble()).isWithin(2).of(2_000);
    assertThat(latency.get("p99").isJsonNull()).isTrue();
    assertThat(summary.get("generator_limited").getAsBoolean()).isFalse();
    assertThat(json.getAsJsonObject("result").getAsJsonObject("server").get("runs").getAsInt())
        .isEqualTo(30);
  }

  @Test
  void merge_ofDifferentThings_isRefused() {
    Recording recording = new Recording(TIMELINE, 0, 10_000_000);
    LoadResult rate = result(recording, 100);
    LoadResult closed =
        LoadResults.result(
            LoadResults.plan(Traffic.concurrency(2), 3), rate.windows(), LoadResults.IDLE);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> LoadResult.merge(List.of(rate, closed)));
    assertThat(e).hasMessageThat().contains("modes of load differ");
    assertThrows(IllegalArgumentException.class, () -> LoadJson.read("{\"kind\": \"x\"}"));
    assertThrows(IllegalArgumentException.class, () -> LoadJson.read("[1, 2"));
  }
}
