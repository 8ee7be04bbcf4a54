package dev.scorekeeper.client;

import static java.util.Objects.requireNonNull;

import dev.scorekeeper.v1.ModelSpec;
import dev.scorekeeper.v1.PredictRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to ask of which model. Immutable; every method that adds something returns a new value, so
 * that a common part can be kept and completed many times, by many threads.
 *
 * <pre>{@code
 * Prediction.of("digits").input("image", pixels, 32, 8, 8, 1).output("output_0")
 * }</pre>
 */
public final class Prediction {

  private final PredictRequest head;
  private final List<NamedTensor> inputs;
  private final @Nullable Duration deadline;

  private Prediction(PredictRequest head, List<NamedTensor> inputs, @Nullable Duration deadline) {
    this.head = head;
    this.inputs = inputs;
    this.deadline = deadline;
  }

  /** A prediction by the newest version of this model, of all outputs, without inputs yet. */
  public static Prediction of(String model) {
    ModelSpec spec = ModelSpec.newBuilder().setName(model).build();
    return new Prediction(PredictRequest.newBuilder().setModel(spec).build(), List.of(), null);
  }

  /** Asks this version, [1, 2^63), instead of the newest. */
  public Prediction version(long version) {
    return with(head.toBuilder().setModel(head.getModel().toBuilder().setVersion(version)));
  }

  /** Asks the version that this label stands for, such as "stable", instead of the newest. */
  public Prediction label(String label) {
    return with(head.toBuilder().setModel(head.getModel().toBuilder().setLabel(label)));
  }

  /** Runs this signature instead of "serving_default". */
  public Prediction signature(String signature) {
    return with(head.toBuilder().setSignature(signature));
  }

  /** Adds an input by its name in the signature; its first dimension counts the rows. */
  public Prediction input(String name, Tensor tensor) {
    requireNonNull(name, "name is null");
    requireNonNull(tensor, "tensor is null");
    List<NamedTensor> more = new ArrayList<>(inputs.size() + 1);
    more.addAll(inputs);
    more.add(new NamedTensor(name, tensor));
    return new Prediction(head, List.copyOf(more), deadline);
  }

  /**
   * Adds an input from nested arrays, such as {@code float[][]}, or a plain one, which is a vector;
   * see {@link Tensor#ofNested}.
   */
  public Prediction input(String name, Object nested) {
    return input(name, nested instanceof Tensor ? (Tensor) nested : Tensor.ofNested(nested));
  }

  /** Adds a float32 input; see {@link Tensor#of(float[], long...)}. */
  public Prediction input(String name, float[] values, long... shape) {
    return input(name, Tensor.of(values, shape));
  }

  /** Adds a float64 input. */
  public Prediction input(String name, double[] values, long... shape) {
    return input(name, Tensor.of(values, shape));
  }

  /** Adds an int32 input. */
  public Prediction input(String name, int[] values, long... shape) {
    return input(name, Tensor.of(values, shape));
  }

  /** Adds an int64 input. */
  public Prediction input(String name, long[] values, long... shape) {
    return input(name, Tensor.of(values, shape));
  }

  /** Adds an int16 input. */
  public Prediction input(String name, short[] values, long... shape) {
    return input(name, Tensor.of(values, shape));
  }

  /** Adds an int8 input; for uint8 see {@link Tensor#as}. */
  public Prediction input(String name, byte[] values, long... shape) {
    return input(name, Tensor.of(values, shape));
  }

  /** Adds a bool input. */
  public Prediction input(String name, boolean[] values, long... shape) {
    return input(name, Tensor.of(values, shape));
  }

  /** Adds a string input, in UTF-8; for any bytes see {@link Tensor#ofStrings}. */
  public Prediction input(String name, String[] values, long... shape) {
    return input(name, Tensor.of(values, shape));
  }

  /** Asks for this output as the model gives it; without any, all outputs are returned. */
  public Prediction output(String name) {
    return output(RequestedOutput.of(name));
  }

  /** Asks for this output. */
  public Prediction output(RequestedOutput output) {
    return with(head.toBuilder().addOutputs(output.wire()));
  }

  /**
   * Says that the inputs are one example without the leading batch dimension; the outputs then come
   * back without it too.
   */
  public Prediction singleExample() {
    return with(head.toBuilder().setSingleExample(true));
  }

  /**
   * Limits the time from the call to the answer, retries and waiting included.
   *
   * @param limit more than zero; instead of the client's default
   */
  public Prediction deadline(Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("deadline is not positive: " + limit);
    }
    return new Prediction(head, inputs, limit);
  }

  private Prediction with(PredictRequest.Builder changed) {
    return new Prediction(changed.build(), inputs, deadline);
  }

  String model() {
    return head.getModel().getName();
  }

  @Nullable Duration deadline() {
    return deadline;
  }

  PredictRequest wire() {
    PredictRequest.Builder request = head.toBuilder();
    for (NamedTensor input : inputs) {
      request.addInputs(Wire.encode(input.name, input.tensor));
    }
    return request.build();
  }

  @Override
  public String toString() {
    return "Prediction[" + model() + ", inputs " + inputs + "]";
  }

  private static final class NamedTensor {
    final String name;
    final Tensor tensor;

    NamedTensor(String name, Tensor tensor) {
      this.name = name;
      this.tensor = tensor;
    }

    @Override
    public String toString() {
      return name + ": " + tensor;
    }
  }
}
