package dev.scorekeeper.server.evaluation.plugin;

import dev.scorekeeper.server.evaluation.Accumulator;
import dev.scorekeeper.server.evaluation.Arguments;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.MetricIdentity;
import dev.scorekeeper.server.evaluation.MetricResult;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.Parameter;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.Value;
import dev.scorekeeper.server.evaluation.ValueRange;
import dev.scorekeeper.server.evaluation.exact.ExactSum;
import dev.scorekeeper.server.evaluation.spec.Canonical;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * Share of rows whose guess is at most {@code share} of the label off: a metric that Keras lacks,
 * as a plug-in. Rows that are masked as a whole do not count.
 */
public final class WithinShare implements MetricFactory {

  @Override
  public String id() {
    return "within_share";
  }

  @Override
  public List<String> aliases() {
    return List.of("WithinShare");
  }

  @Override
  public String version() {
    return "example/1";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(Parameter.of("share", Parameter.Type.NUMBER, 0.1));
  }

  @Override
  public Metric create(MetricContext context, Arguments arguments) throws SpecException {
    double share = arguments.number("share");
    if (!(share >= 0)) {
      throw new SpecException(
          SpecException.Kind.BAD_VALUE, "share must not be negative, it is " + share);
    }
    if (context.encoding() != LabelEncoding.REAL || context.classes() != 1) {
      throw new SpecException(
          SpecException.Kind.NOT_SUITABLE, id() + " needs an output of one real number");
    }
    MetricIdentity identity =
        new MetricIdentity(
            id(),
            id(),
            version(),
            Canonical.text(id(), arguments),
            "",
            context.weighted(),
            MetricIdentity.Direction.HIGHER);
    return new Within(identity, share);
  }

  private record Within(MetricIdentity identity, double share) implements Metric {
    @Override
    public ValueRange range() {
      return ValueRange.SHARE;
    }

    @Override
    public Accumulator start() {
      return new Counts(share, identity.weighted());
    }
  }

  private static final class Counts implements Accumulator {

    private final double share;
    private final boolean weighted;
    private final ExactSum within = new ExactSum();
    private final ExactSum all = new ExactSum();

    Counts(double share, boolean weighted) {
      this.share = share;
      this.weighted = weighted;
    }

    @Override
    public void add(OutputRows rows, int row, int times) {
      int width = rows.predictionWidth;
      for (int i = row * width; i < (row + 1) * width; i++) {
        boolean counts = rows.maskWidth == 0 || rows.mask[rows.maskWidth == 1 ? row : i];
        if (counts) {
          double weight = weighted ? rows.rowWeight(row) : 1;
          all.add(weight, times);
          double label = rows.labels[i];
          if (Math.abs(rows.predictions[i] - label) <= share * Math.abs(label)) {
            within.add(weight, times);
          }
        }
      }
    }

    @Override
    public void merge(Accumulator other) {
      if (!(other instanceof Counts counts)) {
        throw new IllegalArgumentException("not of this metric: " + other.getClass());
      }
      within.merge(counts.within);
      all.merge(counts.all);
    }

    @Override
    public void write(DataOutput out) throws IOException {
      within.write(out);
      all.write(out);
    }

    @Override
    public void read(DataInput in) throws IOException {
      within.read(in);
      all.read(in);
    }

    @Override
    public MetricResult result() {
      return MetricResult.of(Value.ratio(within.value(), all.value()));
    }
  }
}
