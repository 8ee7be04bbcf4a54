package dev.scorekeeper.server.evaluation.spec;

import dev.scorekeeper.server.evaluation.spec.CallText.Code;
import dev.scorekeeper.server.evaluation.spec.CallText.None;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads Python's plain values. What is none stays {@link Code}. */
final class Literals {

  private static final Pattern INTEGER = Pattern.compile("[+-]?\\d(_?\\d){0,17}");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  private static final Map<String, Object> CONSTANTS =
      Map.of(
          "None", None.NONE,
          "True", true,
          "False", false,
          "inf", Double.POSITIVE_INFINITY,
          "Infinity", Double.POSITIVE_INFINITY,
          "-inf", Double.NEGATIVE_INFINITY,
          "-Infinity", Double.NEGATIVE_INFINITY,
          "nan", Double.NaN,
          "NaN", Double.NaN);

  private Literals() {}

  /** The value of a text without space around it, whose quotes and brackets are closed. */
  static Object read(String text) {
    char first = text.charAt(0);
    if ((first == '\'' || first == '"') && endOfQuote(text, 0) == text.length() - 1) {
      return unescape(text.substring(1, text.length() - 1));
    }
    if (first == '[' || first == '(') {
      return list(text);
    }
    return word(text);
  }

  /** Position of the quote that closes the one at {@code start}; -1 when there is none. */
  static int endOfQuote(String text, int start) {
    for (int i = start + 1; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == text.charAt(start)) {
        return i;
      }
    }
    return -1;
  }

  private static Object word(String text) {
    Object constant = CONSTANTS.get(text);
    if (constant != null) {
      return constant;
    }
    if (INTEGER.matcher(text).matches()) {
      return Long.parseLong(text.replace("_", ""));
    }
    return NUMBER.matcher(text).matches() ? (Object) Double.parseDouble(text) : new Code(text);
  }

  private static Object list(String text) {
    List<Object> values = new ArrayList<>();
    int depth = 0;
    int from = 1;
    boolean comma = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'' || c == '"') {
        i = endOfQuote(text, i);
      } else if (c == '(' || c == '[' || c == '{') {
        depth++;
      } else if (c == ')' || c == ']' || c == '}') {
        depth--;
      }
      boolean end = depth == 0;
      if (end && i < text.length() - 1) {
        return new Code(text);
      }
      if (end || (depth == 1 && c == ',')) {
        comma |= !end;
        String value = text.substring(from, i).strip();
        from = i + 1;
        if (!value.isEmpty()) {
          values.add(read(value));
        } else if (!end) {
          return new Code(text);
        }
      }
    }
    boolean tuple = text.charAt(0) == '[' || comma || values.isEmpty();
    return tuple ? List.copyOf(values) : new Code(text);
  }

  private static String unescape(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        i++;
        c = text.charAt(i);
        plain.append(c == 'n' ? '\n' : c == 't' ? '\t' : c);
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}
