package dev.scorekeeper.client;

import java.util.Collections;
import java.util.Map;

/** Outputs for the rows of one request, in the order of its rows, and who computed them. */
public final class Result {

  private final String model;
  private final long version;
  private final String signature;
  private final Map<String, Output> outputs;

  Result(String model, long version, String signature, Map<String, Output> outputs) {
    this.model = model;
    this.version = version;
    this.signature = signature;
    this.outputs = Collections.unmodifiableMap(outputs);
  }

  /** Name of the model that answered. */
  public String model() {
    return model;
  }

  /** Version of the model that answered. */
  public long version() {
    return version;
  }

  /** Signature that was run. */
  public String signature() {
    return signature;
  }

  /** The outputs by name, in the order asked for; in order of their names when none was. */
  public Map<String, Output> outputs() {
    return outputs;
  }

  /**
   * The output of this name.
   *
   * @throws IllegalArgumentException when the result has none such; the message names those it has
   */
  public Output output(String name) {
    Output output = outputs.get(name);
    if (output == null) {
      throw new IllegalArgumentException(
          "no output \"" + name + "\" in the result; it has " + outputs.keySet());
    }
    return output;
  }

  /**
   * The only output.
   *
   * @throws IllegalStateException when there are none or several
   */
  public Output output() {
    if (outputs.size() != 1) {
      throw new IllegalStateException("not one output but " + outputs.keySet());
    }
    return outputs.values().iterator().next();
  }

  @Override
  public String toString() {
    return model + ":" + version + outputs.values();
  }
}
