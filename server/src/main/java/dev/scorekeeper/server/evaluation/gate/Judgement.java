package dev.scorekeeper.server.evaluation.gate;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How gates ended.
 *
 * @param verdict of all together
 * @param gates in the order asked
 */
public record Judgement(Verdict verdict, List<GateResult> gates) {

  /** Whether an evaluation or one of its gates is passed. */
  public enum Verdict {
    /** There are no gates. */
    NOT_GATED,
    PASSED,
    FAILED,
    /** Of one gate alone: it needs a baseline and there is none. */
    NOT_EVALUATED
  }

  /**
   * How one gate ended.
   *
   * @param gate as it was written
   * @param verdict passed, failed, or not evaluated
   * @param observed absent when there is no number
   * @param bound absent when there is none
   * @param margin how far observed is on the good side of the bound
   * @param explanation why it failed or was not evaluated; empty when passed
   */
  public record GateResult(
      String gate,
      Verdict verdict,
      OptionalDouble observed,
      OptionalDouble bound,
      OptionalDouble margin,
      String explanation) {}

  public Judgement {
    gates = List.copyOf(gates);
  }
}
