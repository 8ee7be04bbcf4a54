package dev.scorekeeper.cli.report;

import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.GateResult;
import dev.scorekeeper.v1.Verdict;

/** The gates: what had to be reached, what was, and by how much. */
final class GatesPart {
  private GatesPart() {}

  static String word(Verdict verdict) {
    return switch (verdict) {
      case VERDICT_PASSED -> "Passed";
      case VERDICT_FAILED -> "Failed";
      case VERDICT_NOT_GATED -> "Not gated";
      case VERDICT_NOT_EVALUATED -> "Not evaluated";
      case VERDICT_UNSPECIFIED, UNRECOGNIZED -> "Unknown";
    };
  }

  static String style(Verdict verdict) {
    return switch (verdict) {
      case VERDICT_PASSED -> "good";
      case VERDICT_FAILED -> "bad";
      case VERDICT_NOT_GATED, VERDICT_NOT_EVALUATED, VERDICT_UNSPECIFIED, UNRECOGNIZED -> "even";
    };
  }

  static void write(Markup html, Evaluation evaluation) {
    if (evaluation.getGatesCount() == 0) {
      return;
    }
    html.open("section", "id", "gates").element("h2", "Gates");
    html.open("div", "class", "wide", "tabindex", "0", "role", "region", "aria-label", "Gates");
    html.open("table", "class", "gates").open("thead").open("tr");
    html.element("th", "Gate", "scope", "col")
        .element("th", "", "scope", "col", "aria-label", "Verdict")
        .element("th", "Observed", "scope", "col")
        .element("th", "Bound", "scope", "col")
        .element("th", "Margin", "scope", "col");
    html.close("tr").close("thead").open("tbody");
    evaluation.getGatesList().forEach(gate -> row(html, gate));
    html.close("tbody").close("table").close("div").close("section");
  }

  private static void row(Markup html, GateResult gate) {
    html.open("tr").open("td", "class", "name").element("code", gate.getGate());
    String explanation = explanation(gate);
    if (!explanation.isEmpty()) {
      html.element("p", explanation);
    }
    html.close("td");
    html.open("td")
        .element("span", word(gate.getVerdict()), "class", "badge " + style(gate.getVerdict()))
        .close("td");
    html.element("td", number(gate.hasObserved(), gate.getObserved()), "data-label", "Observed");
    html.element("td", number(gate.hasBound(), gate.getBound()), "data-label", "Bound");
    html.element(
        "td",
        gate.hasMargin() ? Figures.difference(gate.getMargin()) : Figures.NONE,
        "class",
        gate.hasMargin() ? style(gate.getVerdict()) : "",
        "data-label",
        "Margin");
    html.close("tr");
  }

  /** Without what the columns beside it say; a remark behind that stays. */
  private static String explanation(GateResult gate) {
    String all = gate.getExplanation();
    if (!gate.hasObserved() || !gate.hasBound() || !gate.hasMargin()) {
      return all;
    }
    int remark = all.indexOf("; ");
    return remark < 0 ? "" : all.substring(remark + 2);
  }

  private static String number(boolean present, double value) {
    return present ? Figures.number(value) : Figures.NONE;
  }
}
