package dev.scorekeeper.server.evaluation;

import java.util.List;
import java.util.OptionalInt;

/** What factories check about arguments, told in the same words. */
public final class ArgumentChecks {

  private ArgumentChecks() {}

  /** An integer in [least, most]. */
  public static int integer(Arguments arguments, String name, int least, int most)
      throws SpecException {
    require(arguments, name);
    double value = arguments.number(name);
    if (value < least || value > most) {
      throw bad(name + " must be in [" + least + ", " + most + "], not " + (long) value);
    }
    return (int) value;
  }

  /** An integer in [least, most], or none. */
  public static OptionalInt optionalInteger(Arguments arguments, String name, int least, int most)
      throws SpecException {
    return arguments.has(name)
        ? OptionalInt.of(integer(arguments, name, least, most))
        : OptionalInt.empty();
  }

  /** A number in [least, most]. */
  public static double number(Arguments arguments, String name, double least, double most)
      throws SpecException {
    require(arguments, name);
    double value = arguments.number(name);
    if (!(value >= least && value <= most)) {
      throw bad(name + " must be in [" + least + ", " + most + "], not " + value);
    }
    return value;
  }

  /** One of some texts; "" stands for None. */
  public static String choice(Arguments arguments, String name, String... choices)
      throws SpecException {
    String value = arguments.has(name) ? arguments.text(name) : "";
    if (!List.of(choices).contains(value)) {
      throw bad(name + " must be one of " + words(choices) + ", not " + word(value));
    }
    return value;
  }

  /** A parameter that has no default. */
  public static void require(Arguments arguments, String name) throws SpecException {
    if (!arguments.has(name)) {
      throw bad(name + " must be given");
    }
  }

  /** A value is wrong. */
  public static SpecException bad(String message) {
    return new SpecException(SpecException.Kind.BAD_VALUE, message);
  }

  /** The metric cannot be had of this output. */
  public static SpecException unsuitable(String message) {
    return new SpecException(SpecException.Kind.NOT_SUITABLE, message);
  }

  private static String words(String[] choices) {
    StringBuilder words = new StringBuilder();
    for (String choice : choices) {
      words.append(words.isEmpty() ? "" : ", ").append(word(choice));
    }
    return words.toString();
  }

  private static String word(String choice) {
    return choice.isEmpty() ? "None" : "'" + choice + "'";
  }
}
