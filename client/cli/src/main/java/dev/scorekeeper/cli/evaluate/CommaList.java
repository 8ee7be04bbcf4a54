package dev.scorekeeper.cli.evaluate;

import dev.scorekeeper.cli.text.CommandException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Lists as people type them: commas part them, but not within brackets or quotes. */
final class CommaList {
  private static final String OPENING = "([{";
  private static final String CLOSING = ")]}";

  private final String option;
  private final String text;
  private final Deque<Character> open = new ArrayDeque<>();
  private final List<String> parts = new ArrayList<>();
  private char quote;
  private int start;

  private CommaList(String option, String text) {
    this.option = option;
    this.text = text;
  }

  /**
   * The parts of a text, without blanks around them.
   *
   * @param option where it was given, for messages
   * @throws CommandException when brackets or quotes do not match, or a part is empty
   */
  static List<String> split(String option, String text) {
    return new CommaList(option, text).split();
  }

  /** The parts of all texts. */
  static List<String> splitAll(String option, List<String> texts) {
    return texts.stream().flatMap(text -> split(option, text).stream()).toList();
  }

  private List<String> split() {
    for (int i = 0; i < text.length(); i++) {
      step(i, text.charAt(i));
    }
    if (quote != 0) {
      throw wrong("a quote is not closed");
    }
    if (!open.isEmpty()) {
      throw wrong("a bracket is not closed");
    }
    end(text.length());
    return parts;
  }

  private void step(int at, char c) {
    if (quote != 0) {
      if (c == quote && text.charAt(at - 1) != '\\') {
        quote = 0;
      }
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (OPENING.indexOf(c) >= 0) {
      open.push(c);
    } else if (CLOSING.indexOf(c) >= 0) {
      if (open.isEmpty() || OPENING.indexOf(open.pop()) != CLOSING.indexOf(c)) {
        throw wrong("\"%c\" at position %d closes nothing".formatted(c, at + 1));
      }
    } else if (c == ',' && open.isEmpty()) {
      end(at);
      start = at + 1;
    }
  }

  private void end(int at) {
    String part = text.substring(start, at).strip();
    if (part.isEmpty()) {
      throw wrong("something is missing at position " + (start + 1));
    }
    parts.add(part);
  }

  private CommandException wrong(String what) {
    return CommandException.misused("%s \"%s\": %s.".formatted(option, text, what));
  }
}
