package dev.scorekeeper.server.evaluation.spec;

import dev.scorekeeper.server.evaluation.SpecException;
import java.util.List;

/**
 * A metric or loss as Keras' users write it: {@code AUC(curve='PR', num_thresholds=200)}, or a bare
 * name such as {@code mse}. Braces stand for parentheses too.
 *
 * <p>Values of arguments are {@link Boolean}, {@link Long}, {@link Double}, {@link String}, a
 * {@link List} of such, {@link None}, or {@link Code} for anything else, such as an expression.
 *
 * @param output what stood before a colon in front of the name, such as {@code click} in {@code
 *     click:mse}; empty when there was none
 * @param name name, as it was written
 * @param bare whether it came without parentheses
 * @param arguments in the order in which they came
 */
public record CallText(String output, String name, boolean bare, List<Argument> arguments) {

  /**
   * One argument.
   *
   * @param name empty for one without a name
   * @param value value
   * @param position number of the character in the text that it starts at, from 1
   */
  public record Argument(String name, Object value, int position) {}

  /** Text that is no plain value. */
  public record Code(String text) {}

  /** Python's None. */
  public enum None {
    NONE
  }

  public CallText {
    arguments = List.copyOf(arguments);
  }

  /**
   * Reads one.
   *
   * @throws SpecException naming the position of what could not be read
   */
  public static CallText parse(String text) throws SpecException {
    return new CallReader(text).single();
  }

  /**
   * Reads several, separated by commas.
   *
   * @throws SpecException naming the position of what could not be read
   */
  public static List<CallText> parseList(String text) throws SpecException {
    return new CallReader(text).list();
  }
}
