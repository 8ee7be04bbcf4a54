package dev.scorekeeper.server.evaluation.expression;

import dev.scorekeeper.server.evaluation.SpecException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text and how far it was read; positions in messages count from 1. */
final class ExpressionText {

  private static final Pattern NUMBER =
      Pattern.compile("(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final String text;
  private int at;

  ExpressionText(String text) {
    this.text = text;
  }

  int length() {
    return text.length();
  }

  int position() {
    skipSpace();
    return at;
  }

  boolean atEnd() {
    return position() == text.length();
  }

  /** Takes a symbol, when it comes next. */
  boolean take(String symbol) {
    if (!text.startsWith(symbol, position())) {
      return false;
    }
    at += symbol.length();
    return true;
  }

  void require(String symbol) throws SpecException {
    if (!take(symbol)) {
      throw expected("'" + symbol + "'");
    }
  }

  Optional<Double> number() {
    return match(NUMBER).map(Double::valueOf);
  }

  Optional<String> name() {
    return match(NAME);
  }

  private Optional<String> match(Pattern pattern) {
    Matcher matcher = pattern.matcher(text).region(position(), text.length());
    if (!matcher.lookingAt()) {
      return Optional.empty();
    }
    at = matcher.end();
    return Optional.of(matcher.group());
  }

  SpecException expected(String what) {
    int position = position();
    String found = position < text.length() ? "'" + text.charAt(position) + "'" : "the end";
    return error(position, "expected " + what + ", found " + found)
        .with("expected", what)
        .with("got", found);
  }

  /** An error at a position that counts from 0. */
  SpecException error(int position, String what) {
    return new SpecException(
            SpecException.Kind.SYNTAX,
            "the expression cannot be read at character " + (position + 1) + ": " + what)
        .with("text", text)
        .with("position", position + 1);
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }
}
