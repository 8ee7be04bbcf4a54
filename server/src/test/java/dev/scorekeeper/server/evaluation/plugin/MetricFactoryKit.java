package dev.scorekeeper.server.evaluation.plugin;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.Arguments;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.MetricIdentity;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.Parameter;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.Value;
import dev.scorekeeper.server.evaluation.spec.Canonical;
import dev.scorekeeper.server.evaluation.testing.AccumulatorLaw;
import dev.scorekeeper.server.evaluation.testing.ExampleOutput;
import dev.scorekeeper.server.evaluation.testing.ExampleOutput.Extras;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * Checks any factory of metrics against the contract: extend it, return the factory, run the tests.
 *
 * <p>On every kind of output that the metric takes, with weights and masks and without: the state
 * is a function of the multiset of rows, whatever the order, cuts, merges and writing between; the
 * identity is canonical; values are in the range that it states; and what it does not take it
 * refuses with a {@link SpecException}.
 */
public abstract class MetricFactoryKit {

  /** Random cuts for each output and kind of extras. */
  private static final int CUTS = 1_000;

  /** Rows over which values are held against their range. */
  private static final int ROWS = 100;

  /** The factory to be checked. */
  protected abstract MetricFactory factory();

  /** Arguments to check it with; those without a default must be among them. */
  protected Map<String, Object> arguments() {
    return Map.of();
  }

  /** Checks everything; to be called by a test. */
  protected final void check() {
    checkNames();
    int outputs = 0;
    for (ExampleOutput output : ExampleOutput.ALL) {
      for (Extras extras : Extras.values()) {
        try {
          Metric metric = factory().create(output.context(extras), filled());
          checkIdentity(metric.identity(), extras != Extras.NOTHING);
          AccumulatorLaw.check(metric, output, extras, outputs, CUTS);
          checkRange(metric, output.rows(new Random(outputs), ROWS, extras));
          outputs++;
        } catch (SpecException refused) {
          assertWithMessage("message of a refusal").that(refused).hasMessageThat().isNotEmpty();
        }
      }
    }
    assertWithMessage("kinds of outputs that it takes").that(outputs).isAtLeast(1);
  }

  private void checkNames() {
    assertThat(factory().id()).matches("[a-z][a-z0-9_]*");
    assertThat(factory().version()).isNotEmpty();
    assertThat(factory().parameters().stream().map(Parameter::name).distinct().count())
        .isEqualTo(factory().parameters().size());
  }

  private void checkIdentity(MetricIdentity identity, boolean weighted) {
    assertThat(identity.id()).isEqualTo(factory().id());
    assertThat(identity.version()).isEqualTo(factory().version());
    assertThat(identity.weighted()).isEqualTo(weighted);
    assertThat(identity.canonical()).isEqualTo(Canonical.text(factory().id(), filled()));
  }

  private static void checkRange(Metric metric, OutputRows rows) {
    Accumulator state = metric.start();
    for (int row = 0; row < rows.count; row++) {
      state.add(rows, row, 1);
    }
    for (Value value : state.result().values()) {
      if (value.isDefined()) {
        assertWithMessage("a value of %s, which is in %s", metric.identity(), metric.range())
            .that(metric.range().nearest(value.number()))
            .isWithin(1e-9)
            .of(value.number());
      }
    }
  }

  private Arguments filled() {
    Map<String, Object> values = new HashMap<>();
    for (Parameter parameter : factory().parameters()) {
      parameter.defaultValue().ifPresent(value -> values.put(parameter.name(), value));
    }
    values.putAll(arguments());
    return new Arguments(values);
  }
}
