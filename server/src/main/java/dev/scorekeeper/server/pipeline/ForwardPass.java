package dev.scorekeeper.server.pipeline;

import dev.scorekeeper.server.lifecycle.ModelLease;
import dev.scorekeeper.server.lifecycle.ModelRegistry;
import dev.scorekeeper.server.lifecycle.ModelStatus;
import dev.scorekeeper.server.lifecycle.VersionSelector;
import dev.scorekeeper.server.scoring.Activation;
import dev.scorekeeper.server.scoring.InputTensor;
import dev.scorekeeper.server.scoring.LoadedModel;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Program;
import dev.scorekeeper.server.scoring.Rows;
import dev.scorekeeper.server.scoring.Signature;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A signature of a model version, to be run apart from the requests for it. Holds a lease on the
 * version from {@link #open} to {@link #close}. Thread-safe.
 */
public final class ForwardPass implements AutoCloseable {

  private final ModelLease<ServingVersion> lease;
  private final ServingVersion version;
  private final ServingSignature signature;
  private final List<String> labels;

  private ForwardPass(
      ModelLease<ServingVersion> lease, ServingSignature signature, List<String> labels) {
    this.lease = lease;
    this.version = lease.servable();
    this.signature = signature;
    this.labels = List.copyOf(labels);
  }

  /**
   * Leases a version.
   *
   * @param signature empty for the default one
   * @throws ProblemException as {@link ModelRegistry#lease}, and SIGNATURE_NOT_FOUND
   */
  public static ForwardPass open(
      ModelRegistry<ServingVersion> registry,
      String model,
      VersionSelector selector,
      String signature)
      throws ProblemException {
    ModelLease<ServingVersion> lease = registry.lease(model, selector);
    try {
      ModelId id = lease.servable().id();
      return new ForwardPass(lease, lease.servable().signature(signature), labels(registry, id));
    } catch (ProblemException | RuntimeException e) {
      lease.close();
      throw e;
    }
  }

  private static List<String> labels(ModelRegistry<ServingVersion> registry, ModelId id) {
    return registry.model(id.name()).stream()
        .flatMap(status -> status.versions().stream())
        .filter(status -> status.version() == id.version())
        .map(ModelStatus.VersionStatus::labels)
        .findFirst()
        .orElse(List.of());
  }

  public ModelId id() {
    return version.id();
  }

  /** Labels that the version had when it was leased. */
  public List<String> labels() {
    return labels;
  }

  public VersionFiles files() {
    return version.files();
  }

  /** Rows of each run in an evaluation, where set for this model. */
  public OptionalInt computeRows() {
    return version.computeRows();
  }

  public Signature signature() {
    return signature.signature();
  }

  /** Why the outputs of a row may depend on the rows it runs with; empty when they do not. */
  public String coupling() {
    return version.batcher().coupling(signature().name());
  }

  /**
   * The program that gives these outputs, in this order; it is valid until the close.
   *
   * @throws ProblemException OUTPUT_UNKNOWN
   */
  public Program program(List<String> outputs) throws ProblemException {
    signature.choose(outputs);
    return version.model().program(signature().name(), outputs);
  }

  /**
   * The program of another signature of the version, with all its outputs.
   *
   * @throws ProblemException SIGNATURE_NOT_FOUND
   */
  public Program programOf(String otherSignature) throws ProblemException {
    return version.signature(otherSignature).choose(List.of()).program();
  }

  /** The activation that gives an output, when nothing but copies follows it in the graph. */
  public Activation activation(String output) {
    return version.model().activation(signature().name(), output);
  }

  /**
   * The program that also gives what the activations of some outputs are computed from, see {@link
   * LoadedModel#withLogits}; it is valid until the close. Blocks, the first time.
   *
   * @param logits those outputs, of {@code outputs}
   */
  public Program withLogits(List<String> outputs, Set<String> logits) throws ProblemException {
    return version.model().withLogits(signature().name(), outputs, logits);
  }

  /**
   * Checks inputs against the signature and makes rows of them; they stay borrowed.
   *
   * @throws ProblemException naming the first input that does not fit
   */
  public Rows bind(List<InputTensor> inputs) throws ProblemException {
    return signature.binder().bind(inputs, false);
  }

  @Override
  public void close() {
    lease.close();
  }
}
