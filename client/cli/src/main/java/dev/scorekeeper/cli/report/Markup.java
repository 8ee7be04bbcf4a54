package dev.scorekeeper.cli.report;

import dev.scorekeeper.cli.chart.Html;

/**
 * HTML under construction. Texts and attributes are made safe here and nowhere else: what a record
 * says can hold anything.
 */
final class Markup {
  private final StringBuilder html = new StringBuilder();

  /**
   * Begins an element.
   *
   * @param attributes names and values in turn
   */
  Markup open(String tag, String... attributes) {
    html.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      html.append(' ').append(attributes[i]).append("=\"");
      html.append(Html.text(attributes[i + 1])).append('"');
    }
    html.append('>');
    return this;
  }

  Markup close(String tag) {
    html.append("</").append(tag).append(">\n");
    return this;
  }

  /** An element that holds a text and nothing else. */
  Markup element(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close(tag);
  }

  Markup text(String plain) {
    html.append(Html.text(plain));
    return this;
  }

  /** What is HTML already, of our own making. */
  Markup trusted(String ours) {
    html.append(ours);
    return this;
  }

  @Override
  public String toString() {
    return html.toString();
  }
}
