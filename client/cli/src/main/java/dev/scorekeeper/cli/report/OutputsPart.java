package dev.scorekeeper.cli.report;

import dev.scorekeeper.cli.text.Quantities;
import dev.scorekeeper.v1.OutputCounts;
import java.util.ArrayList;
import java.util.List;

/** A panel for each output. Its pictures are drawn by the page's script. */
final class OutputsPart {
  private OutputsPart() {}

  static void write(Markup html, List<ReportOutput> outputs) {
    html.open("section", "id", "outputs");
    if (outputs.size() > 1) {
      html.element("h2", "Outputs");
    }
    for (int i = 0; i < outputs.size(); i++) {
      ReportOutput output = outputs.get(i);
      String facts = facts(output);
      if (facts.isEmpty() && output.isEmpty()) {
        continue;
      }
      html.open("div", "class", "output", "data-output", Integer.toString(i));
      html.element(
          "h2", outputs.size() > 1 ? output.title() : ("Output " + output.title()).strip());
      if (!facts.isEmpty()) {
        html.element("p", facts);
      }
      html.open("div", "class", "pictures").close("div");
      ConfusionsPart.write(html, output);
      ClassesPart.write(html, output);
      html.close("div");
    }
    html.close("section");
  }

  private static String facts(ReportOutput output) {
    OutputCounts counts = output.counts();
    List<String> facts = new ArrayList<>();
    if (!output.asked().getLoss().isEmpty()) {
      facts.add("loss " + output.asked().getLoss());
    }
    switch (counts.getLossSource()) {
      case LOSS_SOURCE_OUTPUT -> facts.add("computed from the output");
      case LOSS_SOURCE_LOGITS_FROM_GRAPH -> facts.add("computed from the graph's logits");
      case LOSS_SOURCE_PROBABILITIES_CLIPPED -> facts.add("computed from clipped probabilities");
      case LOSS_SOURCE_SIGNATURE -> facts.add("computed by a signature");
      case LOSS_SOURCE_UNSPECIFIED, UNRECOGNIZED -> {}
    }
    if (output.asked().hasLossWeight() && output.asked().getLossWeight() != 1) {
      facts.add("loss weight " + Figures.number(output.asked().getLossWeight()));
    }
    if (Words.given(counts.getScoreKind())) {
      facts.add("scores: " + Words.of(counts.getScoreKind()));
    }
    if (Words.given(counts.getLabelEncoding())) {
      facts.add("labels: " + Words.of(counts.getLabelEncoding()));
    }
    if (counts.getCountedRows() > 0) {
      facts.add(Quantities.count(counts.getCountedRows(), "row") + " counted");
    }
    addCount(facts, counts.getSkippedRows(), "skipped");
    addCount(facts, counts.getMissingLabels(), "without a label");
    addCount(facts, counts.getNonFiniteRows(), "not finite");
    addCount(facts, counts.getClippedRows(), "clipped for a logarithm");
    addCount(facts, counts.getMaskedElements(), "elements masked");
    if (counts.getLabelCountsCount() > ConfusionsPart.MOST_DRAWN) {
      facts.add(Quantities.count(counts.getLabelCountsCount()) + " classes");
    }
    return Words.joined(facts.toArray(String[]::new));
  }

  private static void addCount(List<String> facts, long count, String what) {
    if (count > 0) {
      facts.add(Quantities.count(count) + " " + what);
    }
  }
}
