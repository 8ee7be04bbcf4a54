package dev.scorekeeper.server.records;

/**
 * Text as the databases take it. Both ways, into columns and into conditions on them, go through
 * here, so that equal texts stay equal.
 */
final class SqlText {

  /** Longer keys would not fit into PostgreSQL's indexes. */
  private static final int LONGEST_KEY = 200;

  private SqlText() {}

  /** Without U+0000, which PostgreSQL refuses. */
  static String plain(String text) {
    return text.replace('\0', '\uFFFD');
  }

  /** Text that is looked up: as it is where it can be, else its start and its digest. */
  static String key(String text) {
    if (text.length() <= LONGEST_KEY && text.indexOf('\0') < 0) {
      return text;
    }
    int cut = Math.min(text.length(), LONGEST_KEY / 2);
    if (Character.isHighSurrogate(text.charAt(cut - 1))) {
      cut--;
    }
    return plain(text.substring(0, cut)) + "...#" + Entry.sha256(text);
  }
}
