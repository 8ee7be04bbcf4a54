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
      String range = "[" + least + ", " + most + "]";
      String got = Long.toString((long) value);
      throw bad(name, name + " must be in " + range + ", not " + got, range, got);
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
      String range = "[" + least + ", " + most + "]";
      throw bad(name, name + " must be in " + range + ", not " + value, range, value);
    }
    return value;
  }

  /** One of some texts; "" stands for None. */
  public static String choice(Arguments arguments, String name, String... choices)
      throws SpecException {
    String value = arguments.has(name) ? arguments.text(name) : "";
    if (!List.of(choices).contains(value)) {
      String all = words(choices);
      throw bad(name, name + " must be one of " + all + ", not " + word(value), all, word(value));
    }
    return value;
  }

  /** A parameter that has no default. */
  public static void require(Arguments arguments, String name) throws SpecException {
    if (!arguments.has(name)) {
      throw bad(name + " must be given").with("parameter", name);
    }
  }

  /** A value is wrong. */
  public static SpecException bad(String message) {
    return new SpecException(SpecException.Kind.BAD_VALUE, message);
  }

  /**
   * A value is wrong.
   *
   * @param expected what it should have been, in the words of the message
   */
  public static SpecException bad(String parameter, String message, String expected, Object got) {
    return bad(message).with("parameter", parameter).with("expected", expected).with("got", got);
  }

  /** The metric cannot be had of this output. */
  public static SpecException unsuitable(String message) {
    return new SpecException(SpecException.Kind.NOT_SUITABLE, message);
  }

  /**
   * The metric cannot be had of this output.
   *
   * @param expected what it takes, in the words of the message
   */
  public static SpecException unsuitable(String message, Object expected, Object got) {
    return unsuitable(message).with("expected", expected).with("got", got);
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
