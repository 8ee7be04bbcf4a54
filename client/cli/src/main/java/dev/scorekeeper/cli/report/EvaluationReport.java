package dev.scorekeeper.cli.report;

import dev.scorekeeper.v1.Evaluation;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The record of an evaluation as one HTML file that needs nothing beside it. */
public final class EvaluationReport {
  private EvaluationReport() {}

  /**
   * Writes the report to a file, over one that stands there.
   *
   * @param baseline the record that {@link Evaluation#getBaselineId()} names, to be drawn beside;
   *     null where there is none, or it is not at hand
   * @throws IOException if the file cannot be written
   */
  public static void write(Evaluation evaluation, @Nullable Evaluation baseline, Path file)
      throws IOException {
    try (Writer writer = Files.newBufferedWriter(file)) {
      write(evaluation, baseline, writer);
    }
  }

  /**
   * Writes the report, in UTF-8 if the writer does; the writer stays open.
   *
   * @param baseline as above
   * @throws IOException if the writer throws it
   */
  public static void write(Evaluation evaluation, @Nullable Evaluation baseline, Writer writer)
      throws IOException {
    PageAssets assets = PageAssets.load();
    List<ReportOutput> outputs = ReportOutput.of(evaluation);
    Baseline compared = new Baseline(evaluation, baseline);
    Markup html = new Markup();
    html.trusted("<!doctype html>\n").open("html", "lang", "en");
    head(html, evaluation, assets);
    html.open("body").open("main");
    HeaderPart.write(html, evaluation, compared);
    html.element(
        "noscript", "The pictures need JavaScript. All numbers are in the tables of this page.");
    TilesPart.write(html, evaluation, outputs, compared);
    GatesPart.write(html, evaluation);
    OutputsPart.write(html, outputs);
    html.open("section", "id", "slices", "hidden", "").element("h2", "Slices").close("section");
    ValuesPart.write(html, evaluation, compared, outputs.size() > 1);
    IdentityPart.write(html, evaluation, compared);
    footer(html, assets);
    html.close("main");
    html.open("script", "type", "application/json", "id", "data")
        .trusted(ReportData.json(evaluation, outputs, compared))
        .close("script");
    html.open("script").trusted(assets.library()).close("script");
    html.open("script").trusted(assets.script()).close("script");
    html.close("body").close("html");
    writer.write(html.toString());
  }

  private static void head(Markup html, Evaluation evaluation, PageAssets assets) {
    html.open("head").open("meta", "charset", "utf-8");
    html.open(
        "meta", "http-equiv", "Content-Security-Policy", "content", assets.contentSecurityPolicy());
    html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.open("meta", "name", "color-scheme", "content", "light dark");
    html.open("link", "rel", "icon", "href", "data:,");
    html.element(
        "title", Words.joined("Evaluation", HeaderPart.title(evaluation), evaluation.getId()));
    html.open("style").trusted(assets.style()).close("style");
    html.close("head");
  }

  private static void footer(Markup html, PageAssets assets) {
    html.open("footer").open("details");
    html.element("summary", "Made by Scorekeeper; drawn with Chart.js");
    html.element("pre", assets.libraryLicense()).close("details").close("footer");
  }
}
