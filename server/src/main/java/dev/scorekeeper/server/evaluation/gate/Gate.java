package dev.scorekeeper.server.evaluation.gate;

import dev.scorekeeper.server.evaluation.engine.EvaluationException;
import dev.scorekeeper.server.evaluation.engine.EvaluationReason;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * A condition, such as {@code slice(country=JP).recall >= baseline - 0.002}.
 *
 * @param text as it was written
 * @param slice columns and their values, in order of the columns; empty for all rows
 * @param output display name of the output; empty where the name says enough
 * @param metric name of the value, or id of the metric; {@code rows} for the number of rows
 * @param aspect what about the value
 * @param relation how it is compared
 * @param bound with what
 */
public record Gate(
    String text,
    SortedMap<String, String> slice,
    String output,
    String metric,
    Aspect aspect,
    Relation relation,
    Bound bound) {

  /** The number of rows, where a metric is expected. */
  static final String ROWS = "rows";

  /** What about a value is judged. */
  public enum Aspect {
    VALUE,
    /** Lower end of its confidence interval. */
    LOWER,
    /** Upper end of its confidence interval. */
    UPPER,
    /** The value less the baseline's. */
    DIFFERENCE,
    /** Lower end of the confidence interval of the difference. */
    DIFFERENCE_LOWER,
    /** Upper end of the confidence interval of the difference. */
    DIFFERENCE_UPPER;

    boolean ofDifference() {
      return compareTo(DIFFERENCE) >= 0;
    }
  }

  /** How numbers are compared. */
  public enum Relation {
    AT_LEAST(">="),
    AT_MOST("<="),
    ABOVE(">"),
    BELOW("<"),
    EQUAL("==");

    private final String sign;

    Relation(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }

    boolean holds(double observed, double bound) {
      return switch (this) {
        case AT_LEAST -> observed >= bound;
        case AT_MOST -> observed <= bound;
        case ABOVE -> observed > bound;
        case BELOW -> observed < bound;
        case EQUAL -> observed == bound;
      };
    }

    /** How far it is on the good side. */
    double margin(double observed, double bound) {
      return switch (this) {
        case AT_LEAST, ABOVE -> observed - bound;
        case AT_MOST, BELOW -> bound - observed;
        case EQUAL -> -Math.abs(observed - bound);
      };
    }
  }

  /**
   * What a value is compared with.
   *
   * @param form how the number is meant
   * @param number in that form
   */
  public record Bound(Form form, double number) {

    /** How a bound is made. */
    public enum Form {
      /** The number. */
      NUMBER,
      /** The baseline's value plus the number. */
      BASELINE_PLUS,
      /** The baseline's value times the number; for a negative one see {@link Bound#over}. */
      BASELINE_TIMES
    }

    boolean needsBaseline() {
      return form != Form.NUMBER;
    }

    /**
     * The bound over a baseline. A factor means a share of the baseline's size: {@code baseline *
     * 0.99} is a hundredth below it, for negative baselines too.
     */
    double over(double baseline) {
      return switch (form) {
        case NUMBER -> number;
        case BASELINE_PLUS -> baseline + number;
        case BASELINE_TIMES ->
            baseline >= 0 ? baseline * number : baseline + (number - 1) * -baseline;
      };
    }
  }

  /** Whether it cannot be judged without a baseline. */
  public boolean needsBaseline() {
    return bound.needsBaseline() || aspect.ofDifference();
  }

  /**
   * Reads a gate.
   *
   * @param field path of the text, for the problem
   * @throws EvaluationException naming the position and what was expected there
   */
  public static Gate parse(String text, String field) throws EvaluationException {
    try {
      return new GateReader(text).read();
    } catch (GateReader.Unreadable e) {
      throw new EvaluationException(EvaluationReason.BAD_TEXT, field, e.why())
          .with(e.details())
          .with("gate", text);
    }
  }

  /** Reads all gates of a question. */
  public static List<Gate> parseAll(List<String> texts) throws EvaluationException {
    List<Gate> gates = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      gates.add(parse(texts.get(i), "spec.gates[" + i + "]"));
    }
    return gates;
  }
}
