package dev.scorekeeper.cli.chart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A page of results: a title, figures to see first, pictures, tables. One file, nothing else. */
public final class Page {
  private static final String STYLE =
      """
      :root { color-scheme: light dark;
        --paper: #fbfbfa; --card: #ffffff; --ink: #1c1f23; --soft: #5d646e; --line: #e2e4e8;
        --c1: #2f6fde; --c2: #c2571a; --c3: #18875a; --c4: #7a4fc4; --bad: #b3261e; --good: #18875a; }
      @media (prefers-color-scheme: dark) { :root {
        --paper: #14161a; --card: #1c1f25; --ink: #e8eaee; --soft: #9aa3b0; --line: #30353e;
        --c1: #74a7ff; --c2: #f0975c; --c3: #55c99a; --c4: #b795f5; --bad: #ff8a80; --good: #55c99a; } }
      * { box-sizing: border-box; }
      body { margin: 0; padding: 32px 20px 64px; background: var(--paper); color: var(--ink);
        font: 15px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
      main { max-width: 1080px; margin: 0 auto; }
      h1 { font-size: 24px; margin: 0; letter-spacing: -0.01em; }
      h2 { font-size: 16px; margin: 32px 0 10px; }
      p { margin: 6px 0; color: var(--soft); }
      p.good::before { content: "✓ "; color: var(--good); }
      p.bad { color: var(--bad); }
      p.bad::before { content: "! "; }
      .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px;
        margin: 20px 0; }
      .facts div { background: var(--card); border: 1px solid var(--line); border-radius: 10px;
        padding: 12px 14px; }
      .facts b { display: block; font-size: 21px; font-weight: 600; font-variant-numeric: tabular-nums; }
      .facts span { color: var(--soft); font-size: 13px; }
      .pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 480px), 1fr));
        gap: 14px; margin: 16px 0; }
      figure { margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: 10px;
        padding: 14px; }
      figcaption { font-weight: 600; font-size: 14px; margin-bottom: 6px; }
      svg { width: 100%; height: auto; display: block; }
      svg text { fill: var(--soft); font-size: 12px; font-family: inherit; }
      .grid { stroke: var(--line); } .axis, .tick { stroke: var(--soft); }
      .line { fill: none; stroke-width: 2; stroke-linejoin: round; } .rule { stroke-dasharray: 5 4; }
      .c1 { stroke: var(--c1); } .c2 { stroke: var(--c2); } .c3 { stroke: var(--c3); } .c4 { stroke: var(--c4); }
      .f1 { fill: var(--c1); } .f2 { fill: var(--c2); } .f3 { fill: var(--c3); } .f4 { fill: var(--c4); }
      .dot { stroke: var(--card); stroke-width: 1; }
      .wide { overflow-x: auto; }
      table { border-collapse: collapse; font-variant-numeric: tabular-nums; width: 100%; }
      th, td { text-align: right; padding: 5px 10px; border-bottom: 1px solid var(--line); white-space: nowrap; }
      th { color: var(--soft); font-weight: 500; font-size: 13px; }
      th:first-child, td:first-child { text-align: left; }
      td.text { text-align: left; white-space: normal; }
      pre { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 14px;
        overflow-x: auto; font: 13px/1.5 ui-monospace, "DejaVu Sans Mono", monospace; }
      """;

  private final StringBuilder body = new StringBuilder();
  private final String title;

  public Page(String title) {
    this.title = title;
    body.append("<h1>%s</h1>%n".formatted(Html.text(title)));
  }

  /** A figure to see first. */
  public record Fact(String value, String label) {}

  public Page paragraph(String text) {
    body.append("<p>%s</p>%n".formatted(Html.text(text)));
    return this;
  }

  /** A judgement, marked as good or bad. */
  public Page verdict(boolean good, String text) {
    body.append("<p class=\"%s\">%s</p>%n".formatted(good ? "good" : "bad", Html.text(text)));
    return this;
  }

  public Page heading(String text) {
    body.append("<h2>%s</h2>%n".formatted(Html.text(text)));
    return this;
  }

  public Page facts(List<Fact> facts) {
    body.append("<div class=\"facts\">\n");
    for (Fact fact : facts) {
      body.append(
          "<div><b>%s</b><span>%s</span></div>%n"
              .formatted(Html.text(fact.value()), Html.text(fact.label())));
    }
    body.append("</div>\n");
    return this;
  }

  /** Pictures side by side where there is room; empty ones are left out. */
  public Page pictures(String... svg) {
    body.append("<div class=\"pictures\">\n").append(String.join("", svg)).append("</div>\n");
    return this;
  }

  /**
   * A table; its first column is set to the left.
   *
   * @param rows each as long as the headers
   */
  public Page table(List<String> headers, List<List<String>> rows) {
    body.append("<div class=\"wide\"><table><tr>");
    headers.forEach(header -> body.append("<th>").append(Html.text(header)).append("</th>"));
    body.append("</tr>\n");
    for (List<String> row : rows) {
      body.append("<tr>");
      row.forEach(cell -> body.append("<td>").append(Html.text(cell)).append("</td>"));
      body.append("</tr>\n");
    }
    body.append("</table></div>\n");
    return this;
  }

  /** Text to copy, as it is. */
  public Page code(String text) {
    body.append("<pre>").append(Html.text(text)).append("</pre>\n");
    return this;
  }

  /** The whole file. */
  public String html() {
    return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body><main>
        %s</main></body>
        </html>
        """
        .formatted(Html.text(title), STYLE, body);
  }

  /** Writes the file, over one that stands there. */
  public void write(Path file) throws IOException {
    Files.writeString(file, html());
  }
}
