package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.pipeline.ForwardPass;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The result signatures of a model's metric signatures, ready to run on states. Owns their memory,
 * and where it says so the lease on the model. Not thread-safe.
 */
public final class ResultSignatures implements AutoCloseable {

  private final TreeMap<String, ResultSignature> bySignature = new TreeMap<>();
  private Optional<ForwardPass> owned = Optional.empty();

  private ResultSignatures() {}

  /** None. */
  public static ResultSignatures none() {
    return new ResultSignatures();
  }

  /**
   * Those of these metric signatures; the pass is borrowed.
   *
   * @throws ProblemException METRIC_NOT_SUITABLE when one does not fit its states
   */
  static ResultSignatures of(ForwardPass pass, List<MetricSignature> signatures)
      throws ProblemException {
    ResultSignatures found = new ResultSignatures();
    try {
      for (MetricSignature signature : signatures) {
        if (signature.additive()) {
          found.add(pass, signature);
        }
      }
      return found;
    } catch (ProblemException | RuntimeException e) {
      found.close();
      throw e;
    }
  }

  private void add(ForwardPass pass, MetricSignature signature) throws ProblemException {
    try {
      String name = ResultSignature.nameFor(signature.name());
      bySignature.put(signature.name(), ResultSignature.of(pass.programOf(name), signature));
    } catch (ProblemException e) {
      if (e.problem().reason() != Reason.SIGNATURE_NOT_FOUND) {
        throw e;
      }
      // Then the states are the values.
    }
  }

  /** What the values of a metric signature are called, without the labels of elements. */
  List<String> valueNames(MetricSignature signature) {
    List<String> outputs =
        of(signature.name())
            .map(ResultSignature::outputs)
            .orElseGet(() -> signature.program().outputs().stream().map(OutputSpec::name).toList());
    return outputs.stream().map(output -> valueName(signature.name(), output)).toList();
  }

  /**
   * What a value is called.
   *
   * @param output of a metric signature or of its result signature
   */
  static String valueName(String signature, String output) {
    boolean state = output.startsWith(MetricSignature.STATE);
    return signature + "." + (state ? output.substring(MetricSignature.STATE.length()) : output);
  }

  /** From now on it owns the pass too. */
  ResultSignatures owning(ForwardPass pass) {
    owned = Optional.of(pass);
    return this;
  }

  /** Names of the metric signatures that have one. */
  public Set<String> names() {
    return bySignature.keySet();
  }

  /** That of a metric signature; empty where its states are its values. */
  Optional<ResultSignature> of(String signature) {
    return Optional.ofNullable(bySignature.get(signature));
  }

  @Override
  public void close() {
    bySignature.values().forEach(ResultSignature::close);
    bySignature.clear();
    owned.ifPresent(ForwardPass::close);
    owned = Optional.empty();
  }
}
