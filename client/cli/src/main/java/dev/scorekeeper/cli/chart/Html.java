package dev.scorekeeper.cli.chart;

/** Text made safe for HTML, between tags and in attributes with double quotes. */
public final class Html {
  private Html() {}

  public static String text(String plain) {
    return plain
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
