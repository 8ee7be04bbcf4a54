package dev.scorekeeper.server.evaluation.gate;

import dev.scorekeeper.server.evaluation.gate.Gate.Aspect;
import dev.scorekeeper.server.evaluation.gate.Gate.Bound;
import dev.scorekeeper.server.evaluation.gate.Gate.Relation;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads a gate from left to right.
 *
 * <pre>
 * gate   = [ slice "." ] value { "." aspect } relation bound
 * slice  = "slice" "(" column "=" text { "," column "=" text } ")"
 * value  = [ output ":" ] ( "rows" | name [ "[" label "]" ] )
 * aspect = "value" | "lower" | "upper" | "difference"
 * bound  = number | "baseline" [ ( "+" | "-" | "*" ) number ] | number "*" "baseline"
 * </pre>
 *
 * A name is letters, digits, underscores, slashes and, within, hyphens; or anything between quotes.
 */
final class GateReader {

  /** A text that is no gate; the message says where and what was expected. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    private final String why;
    private final transient Map<String, String> details;

    Unreadable(String why) {
      this(why, Map.of());
    }

    Unreadable(String why, Map<String, String> details) {
      super(why);
      this.why = why;
      this.details = Map.copyOf(details);
    }

    String why() {
      return why;
    }

    /** The variable words of the message. */
    Map<String, String> details() {
      return details;
    }
  }

  private static final int MOST_CHARACTERS = 1_000;

  private final String text;
  private int at;

  GateReader(String text) {
    this.text = text;
  }

  Gate read() throws Unreadable {
    if (text.length() > MOST_CHARACTERS) {
      throw new Unreadable(
          "a gate has at most " + MOST_CHARACTERS + " characters",
          Map.of(
              "limit", Integer.toString(MOST_CHARACTERS), "got", Integer.toString(text.length())));
    }
    SortedMap<String, String> slice = Collections.emptySortedMap();
    boolean quoted = peekQuote();
    String name = name("the name of a value, or slice(...)");
    if (!quoted && name.equals("slice") && peek('(')) {
      slice = slice();
      expect('.', "'.' and the name of a value");
      name = name("the name of a value");
    }
    String output = "";
    if (take(':')) {
      output = name;
      name = name("the name of a metric");
    }
    if (take('[')) {
      name = name + "[" + until(']') + "]";
    }
    Aspect aspect = aspect();
    Relation relation = relation();
    Bound bound = bound();
    if (at < text.length()) {
      throw expected("the end");
    }
    if (name.equals(Gate.ROWS) && (aspect != Aspect.VALUE || bound.needsBaseline())) {
      throw new Unreadable("rows are compared with a number, such as rows >= 1000");
    }
    if (aspect.ofDifference() && bound.needsBaseline()) {
      throw new Unreadable("a difference from the baseline is compared with a number");
    }
    return new Gate(text, slice, output, name, aspect, relation, bound);
  }

  private SortedMap<String, String> slice() throws Unreadable {
    SortedMap<String, String> slice = new TreeMap<>();
    expect('(', "'('");
    do {
      int start = at;
      String column = name("the name of a column");
      expect('=', "'=' and a value");
      if (slice.put(column, sliceValue()) != null) {
        at = start;
        throw expected("another column: " + column + " is there twice");
      }
    } while (take(','));
    expect(')', "',' or ')'");
    return slice;
  }

  private String sliceValue() throws Unreadable {
    if (peekQuote()) {
      return quoted();
    }
    int start = at;
    while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != ')') {
      at++;
    }
    String value = text.substring(start, at).strip();
    if (value.isEmpty()) {
      throw expected("a value");
    }
    return value;
  }

  private Aspect aspect() throws Unreadable {
    boolean difference = false;
    while (take('.')) {
      int start = at;
      String word = name("value, lower, upper or difference");
      switch (word) {
        case "difference" -> {
          if (difference) {
            throw new Unreadable("difference is there twice");
          }
          difference = true;
        }
        case "lower" -> {
          return difference ? Aspect.DIFFERENCE_LOWER : Aspect.LOWER;
        }
        case "upper" -> {
          return difference ? Aspect.DIFFERENCE_UPPER : Aspect.UPPER;
        }
        case "value" -> {
          return difference ? Aspect.DIFFERENCE : Aspect.VALUE;
        }
        default -> {
          at = start;
          throw expected("value, lower, upper or difference");
        }
      }
    }
    return difference ? Aspect.DIFFERENCE : Aspect.VALUE;
  }

  private Relation relation() throws Unreadable {
    for (Relation relation : Relation.values()) {
      if (text.startsWith(relation.sign(), at)) {
        at += relation.sign().length();
        skipSpace();
        return relation;
      }
    }
    throw expected(">=, <=, >, < or ==");
  }

  private Bound bound() throws Unreadable {
    if (takeBaseline()) {
      if (take('*')) {
        return new Bound(Bound.Form.BASELINE_TIMES, number());
      }
      if (take('+')) {
        return new Bound(Bound.Form.BASELINE_PLUS, number());
      }
      return new Bound(Bound.Form.BASELINE_PLUS, take('-') ? -number() : 0);
    }
    double number = number();
    if (take('*')) {
      if (!takeBaseline()) {
        throw expected("baseline");
      }
      return new Bound(Bound.Form.BASELINE_TIMES, number);
    }
    return new Bound(Bound.Form.NUMBER, number);
  }

  private boolean takeBaseline() {
    String word = "baseline";
    int end = at + word.length();
    boolean found =
        text.startsWith(word, at) && (end == text.length() || !isNamePart(text.charAt(end)));
    if (found) {
      at = end;
      skipSpace();
    }
    return found;
  }

  private double number() throws Unreadable {
    int start = at;
    while (at < text.length() && isNumberPart(at, start)) {
      at++;
    }
    try {
      double number = Double.parseDouble(text.substring(start, at));
      if (Double.isInfinite(number)) {
        at = start;
        throw expected("a number that a double can hold");
      }
      skipSpace();
      return number;
    } catch (NumberFormatException e) {
      at = start;
      throw expected("a number, or baseline");
    }
  }

  /** A sign only at the start and right after an exponent's e. */
  private boolean isNumberPart(int index, int start) {
    char c = text.charAt(index);
    if (c == '-' || c == '+') {
      return index == start || Character.toLowerCase(text.charAt(index - 1)) == 'e';
    }
    return (c >= '0' && c <= '9') || c == '.' || c == 'e' || c == 'E';
  }

  private String name(String what) throws Unreadable {
    skipSpace();
    if (peekQuote()) {
      return quoted();
    }
    int start = at;
    while (at < text.length() && isNamePart(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw expected(what);
    }
    String name = text.substring(start, at);
    skipSpace();
    return name;
  }

  private static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '/' || c == '-';
  }

  private boolean peekQuote() {
    return peek('\'') || peek('"') || peek('`');
  }

  private String quoted() throws Unreadable {
    char quote = text.charAt(at);
    at++;
    String inside = until(quote);
    if (inside.isEmpty()) {
      throw expected("something between the quotes");
    }
    return inside;
  }

  private String until(char end) throws Unreadable {
    int close = text.indexOf(end, at);
    if (close < 0) {
      at = text.length();
      throw expected("'" + end + "'");
    }
    String inside = text.substring(at, close);
    at = close + 1;
    skipSpace();
    return inside;
  }

  private boolean peek(char c) {
    skipSpace();
    return at < text.length() && text.charAt(at) == c;
  }

  private boolean take(char c) {
    if (!peek(c)) {
      return false;
    }
    at++;
    skipSpace();
    return true;
  }

  private void expect(char c, String what) throws Unreadable {
    if (!take(c)) {
      throw expected(what);
    }
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private Unreadable expected(String what) {
    String found =
        at >= text.length()
            ? "the end"
            : "'" + text.substring(at, Math.min(at + 12, text.length())) + "'";
    return new Unreadable(
        String.format(
            Locale.ROOT, "gate, character %d: expected %s, found %s", at + 1, what, found),
        Map.of("position", Integer.toString(at + 1), "expected", what, "got", found));
  }
}
