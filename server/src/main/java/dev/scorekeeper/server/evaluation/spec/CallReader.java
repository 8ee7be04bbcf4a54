package dev.scorekeeper.server.evaluation.spec;

import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.spec.CallText.Argument;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@link CallText}s from left to right. */
final class CallReader {

  private static final Pattern OUTPUT = Pattern.compile("\\s*([^\\s:'\"(){}\\[\\],=]+)\\s*:");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*");
  private static final Pattern ARGUMENT_NAME =
      Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)\\s*=(?!=)");

  private final String text;
  private int at;

  CallReader(String text) {
    this.text = text;
  }

  CallText single() throws SpecException {
    CallText call = call();
    if (at < text.length()) {
      throw expected("the end");
    }
    return call;
  }

  List<CallText> list() throws SpecException {
    List<CallText> calls = new ArrayList<>();
    do {
      calls.add(call());
    } while (take(','));
    if (at < text.length()) {
      throw expected("a comma or the end");
    }
    return calls;
  }

  private CallText call() throws SpecException {
    String output = "";
    Matcher prefix = OUTPUT.matcher(text).region(at, text.length());
    if (prefix.lookingAt()) {
      output = prefix.group(1);
      at = prefix.end();
    }
    skipSpace();
    Matcher name = NAME.matcher(text).region(at, text.length());
    if (!name.lookingAt()) {
      throw expected("a name");
    }
    at = name.end();
    if (take('(')) {
      return new CallText(output, name.group(), false, arguments(')'));
    }
    if (take('{')) {
      return new CallText(output, name.group(), false, arguments('}'));
    }
    return new CallText(output, name.group(), true, List.of());
  }

  private List<Argument> arguments(char close) throws SpecException {
    List<Argument> arguments = new ArrayList<>();
    while (!take(close)) {
      if (!arguments.isEmpty() && !take(',')) {
        throw expected("a comma or '" + close + "'");
      }
      if (!arguments.isEmpty() && take(close)) {
        break;
      }
      arguments.add(argument());
    }
    return arguments;
  }

  private Argument argument() throws SpecException {
    skipSpace();
    int start = at;
    String name = "";
    Matcher matcher = ARGUMENT_NAME.matcher(text).region(at, text.length());
    if (matcher.lookingAt()) {
      name = matcher.group(1);
      at = matcher.end();
      skipSpace();
    }
    int from = at;
    at = endOfValue();
    String value = text.substring(from, at).strip();
    if (value.isEmpty()) {
      at = from;
      throw expected("a value");
    }
    return new Argument(name, Literals.read(value), start + 1);
  }

  /** Where the value that starts here ends: at a comma or closing bracket that is not its own. */
  private int endOfValue() throws SpecException {
    Deque<Character> open = new ArrayDeque<>();
    for (int i = at; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'' || c == '"') {
        i = endOfQuote(i);
      } else if (c == '(' || c == '[' || c == '{') {
        open.push(c == '(' ? ')' : c == '[' ? ']' : '}');
      } else if (open.isEmpty() && (c == ',' || isClosing(c))) {
        return i;
      } else if (isClosing(c) && open.pop() != c) {
        at = i;
        throw expected("another bracket");
      }
    }
    at = text.length();
    throw expected(open.isEmpty() ? "a closing bracket" : "'" + open.peek() + "'");
  }

  private int endOfQuote(int start) throws SpecException {
    int end = Literals.endOfQuote(text, start);
    if (end < 0) {
      throw new SpecException(
              SpecException.Kind.SYNTAX,
              "the quote at character " + (start + 1) + " of " + text + " is never closed")
          .with("text", text)
          .with("position", start + 1);
    }
    return end;
  }

  private static boolean isClosing(char c) {
    return c == ')' || c == ']' || c == '}';
  }

  private boolean take(char c) {
    skipSpace();
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      skipSpace();
      return true;
    }
    return false;
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private SpecException expected(String what) {
    String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
    return new SpecException(
            SpecException.Kind.SYNTAX,
            "expected " + what + ", found " + found + " at character " + (at + 1) + " of " + text)
        .with("text", text)
        .with("position", at + 1)
        .with("expected", what)
        .with("got", found);
  }
}
