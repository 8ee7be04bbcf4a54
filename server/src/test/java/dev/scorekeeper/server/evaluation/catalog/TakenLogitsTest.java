package dev.scorekeeper.server.evaluation.catalog;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.LossNormalizer;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.loss.LossCatalog;
import dev.scorekeeper.server.evaluation.spec.CallText;
import dev.scorekeeper.server.evaluation.spec.MetricCatalog;
import dev.scorekeeper.server.evaluation.testing.ExampleOutput;
import dev.scorekeeper.server.evaluation.testing.ExampleOutput.Extras;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A loss or metric says that it takes logits exactly when its result depends on them. */
final class TakenLogitsTest {

  private static final int ROWS = 40;

  private static final MetricCatalog METRICS = BuiltInMetrics.catalog(List.of());

  /** Makes a loss or metric for an output, when it suits. */
  private interface Maker {
    Metric make(MetricContext context) throws SpecException;
  }

  private record Asked(String text, Maker maker) {}

  private static List<Asked> all() {
    List<Asked> all = new ArrayList<>();
    for (MetricFactory factory : METRICS.factories()) {
      add(all, factory, "metric ", call -> context -> METRICS.create(call, context));
    }
    for (MetricFactory factory : LossCatalog.catalog().factories()) {
      add(
          all,
          factory,
          "loss ",
          call -> context -> LossCatalog.create(call, context, LossNormalizer.BY_COUNT));
    }
    return all;
  }

  private interface Making {
    Maker of(CallText call);
  }

  private static void add(List<Asked> all, MetricFactory factory, String what, Making making) {
    List<String> texts = new ArrayList<>(List.of(factory.id() + "()", factory.id() + "(name='x')"));
    if (factory.parameters().stream().anyMatch(p -> p.name().equals("from_logits"))) {
      texts.add(factory.id() + "(from_logits=True)");
    }
    for (String text : texts) {
      Maker maker =
          context -> {
            try {
              return making.of(CallText.parse(text)).make(context);
            } catch (RuntimeException e) {
              throw new AssertionError(text, e);
            }
          };
      all.add(new Asked(what + text, maker));
    }
  }

  private static MetricResult result(Metric metric, OutputRows rows) {
    Accumulator state = metric.start();
    state.addAll(rows);
    return state.result();
  }

  @Test
  void takesLogits_everyLossAndMetric_isWhetherTheResultDependsOnThem() {
    TreeSet<String> all = new TreeSet<>();
    int seen = 0;
    for (Asked asked : all()) {
      boolean takes = false;
      boolean depends = false;
      for (ExampleOutput output : ExampleOutput.ALL) {
        MetricContext context = output.context(Extras.NOTHING);
        if (context.kind() == ScoreKind.CLASS_ID) {
          continue;
        }
        Metric metric;
        try {
          metric = asked.maker().make(context);
        } catch (SpecException unsuitable) {
          continue;
        }
        OutputRows rows = output.rows(new Random(1), ROWS, Extras.NOTHING);
        rows.logits = null;
        MetricResult without = result(metric, rows);
        float[] logits = new float[rows.predictions.length];
        for (int i = 0; i < logits.length; i++) {
          logits[i] = 3 - 0.25f * (i % 23);
        }
        rows.logits = logits;
        MetricResult with = result(metric, rows);
        seen++;
        boolean differs = !with.equals(without);
        if (differs) {
          // Not the other way round: there are outputs that a loss makes nothing of.
          assertWithMessage("%s of %s", asked.text(), output).that(metric.takesLogits()).isTrue();
          all.add(metric.identity().id());
        }
        takes |= metric.takesLogits();
        depends |= differs;
      }
      assertWithMessage(asked.text()).that(takes).isEqualTo(depends);
    }
    assertThat(seen).isAtLeast(300);
    assertThat(all)
        .containsExactly(
            "binary_crossentropy",
            "binary_focal_crossentropy",
            "categorical_crossentropy",
            "sparse_categorical_crossentropy");
  }
}
