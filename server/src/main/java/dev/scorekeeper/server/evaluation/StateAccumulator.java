package dev.scorekeeper.server.evaluation;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A state that {@link StateMetric}s read. */
public abstract class StateAccumulator implements Accumulator {

  private String key = "";
  private @Nullable SharedMetric metric;

  @Override
  public final void merge(Accumulator other) {
    if (!(other instanceof StateAccumulator state)
        || state.getClass() != getClass()
        || !state.key.equals(key)) {
      throw new IllegalArgumentException("the other accumulator is not of this metric");
    }
    mergeState(state);
  }

  @Override
  public final void write(DataOutput out) throws IOException {
    out.writeInt(key.hashCode());
    writeState(out);
  }

  @Override
  public final void read(DataInput in) throws IOException {
    if (in.readInt() != key.hashCode()) {
      throw new IOException("not a state of this metric");
    }
    readState(in);
  }

  @Override
  public final MetricResult result() {
    if (metric == null) {
      throw new IllegalStateException("started without a metric");
    }
    return metric.read(this);
  }

  /** Adds what another one of the same class and key counted. */
  protected abstract void mergeState(StateAccumulator other);

  protected abstract void writeState(DataOutput out) throws IOException;

  protected abstract void readState(DataInput in) throws IOException;

  final void startedBy(SharedMetric owner) {
    metric = owner;
    key = owner.stateKey();
  }
}
