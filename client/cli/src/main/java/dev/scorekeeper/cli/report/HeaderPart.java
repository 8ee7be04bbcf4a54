package dev.scorekeeper.cli.report;

import dev.scorekeeper.cli.text.Quantities;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.GateResult;
import dev.scorekeeper.v1.Verdict;
import java.util.ArrayList;
import java.util.List;

/** Top of the page: the model, the data, the verdict, and what a reader should know. */
final class HeaderPart {
  private HeaderPart() {}

  static String title(Evaluation evaluation) {
    String name = evaluation.getModel().getName();
    return name.isEmpty() ? "Evaluation" : name;
  }

  static void write(Markup html, Evaluation evaluation, Baseline baseline) {
    html.open("header", "class", "top").open("div");
    html.element("p", "Evaluation", "class", "kind");
    html.open("h1").text(title(evaluation));
    if (evaluation.getModel().getVersion() != 0) {
      html.text(" ").element("small", "version " + evaluation.getModel().getVersion());
    }
    html.close("h1");
    html.element("p", about(evaluation));
    html.element(
        "p",
        Words.joined(
            evaluation.getId(),
            evaluation.hasCreateTime() ? Words.time(evaluation.getCreateTime()) : "",
            baseline.comparable() ? "compared with " + compared(baseline) : ""),
        "class",
        "fine");
    html.close("div");
    verdict(html, evaluation);
    html.close("header");
    notes(html, evaluation);
  }

  private static String compared(Baseline baseline) {
    return baseline.despite().isEmpty()
        ? baseline.id()
        : baseline.id() + " despite " + baseline.despite();
  }

  private static String about(Evaluation evaluation) {
    String dataset = evaluation.getDataset().getName();
    String version = evaluation.getDataset().getVersion();
    long rows =
        evaluation.hasCounts()
            ? evaluation.getCounts().getRows()
            : evaluation.getDataset().getRowCount();
    return Words.joined(
        dataset.isEmpty() ? "data set without a name" : dataset,
        version.isEmpty() ? "" : "version " + version,
        Quantities.count(rows, "row"),
        Words.given(evaluation.getSpec().getMode())
            ? Words.of(evaluation.getSpec().getMode()) + " mode"
            : "");
  }

  private static void verdict(Markup html, Evaluation evaluation) {
    Verdict verdict = evaluation.getVerdict();
    if (!Words.given(verdict)) {
      return;
    }
    html.open("div", "class", "verdict " + GatesPart.style(verdict))
        .element("b", GatesPart.word(verdict));
    if (evaluation.getGatesCount() > 0) {
      html.element("span", tally(evaluation.getGatesList()));
    }
    html.close("div");
  }

  private static String tally(List<GateResult> gates) {
    String all = Quantities.count(gates.size(), "gate");
    long failed = count(gates, Verdict.VERDICT_FAILED);
    long open = count(gates, Verdict.VERDICT_NOT_EVALUATED);
    return Words.joined(
        failed == 0 ? all : failed + " of " + all + " failed",
        open == 0 ? "" : open + " not evaluated");
  }

  private static long count(List<GateResult> gates, Verdict verdict) {
    return gates.stream().filter(gate -> gate.getVerdict() == verdict).count();
  }

  private static void notes(Markup html, Evaluation evaluation) {
    List<String> notes = new ArrayList<>();
    if (!evaluation.getNotComparable().isEmpty()) {
      notes.add("Not comparable with the baseline: " + evaluation.getNotComparable());
    }
    notes.addAll(evaluation.getWarningsList());
    if (notes.isEmpty()) {
      return;
    }
    html.open("ul", "class", "notes", "aria-label", "What a reader should know");
    notes.forEach(note -> html.element("li", note));
    html.close("ul");
  }
}
