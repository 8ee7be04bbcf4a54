package dev.scorekeeper.cli.report;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.scorekeeper.v1.ConfidenceInterval;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.GateResult;
import dev.scorekeeper.v1.MetricKey;
import dev.scorekeeper.v1.MetricValue;
import dev.scorekeeper.v1.OverriddenDifference;
import dev.scorekeeper.v1.Verdict;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report as text: what is in it and what is not. */
final class EvaluationReportTest {
  private static final Pattern SCRIPT =
      Pattern.compile("<script([^>]*)>(.*?)</script>", Pattern.DOTALL);

  private static String html(Evaluation evaluation, @Nullable Evaluation baseline) {
    StringWriter writer = new StringWriter();
    try {
      EvaluationReport.write(evaluation, baseline, writer);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return writer.toString();
  }

  /** The page without its scripts and its style. */
  private static String visible(String html) {
    return SCRIPT.matcher(html).replaceAll("").replaceAll("(?s)<style>.*?</style>", "");
  }

  private static JsonObject data(String html) {
    Matcher scripts = SCRIPT.matcher(html);
    while (scripts.find()) {
      if (scripts.group(1).contains("application/json")) {
        return JsonParser.parseString(scripts.group(2)).getAsJsonObject();
      }
    }
    throw new AssertionError("no data");
  }

  @Test
  void write_record_tellsVerdictIdentityAndValues() {
    String page = visible(html(Samples.binary(), null));
    assertThat(page).contains("<b>Passed</b>");
    for (String identity :
        List.of(
            "breast_cancer",
            "version 3",
            "breast_cancer-holdout",
            "2,000 rows",
            "ev-20261126-5f3a9c0d",
            Samples.binary().getHash(),
            Samples.binary().getPreviousHash(),
            Samples.binary().getModelIdentity().getDigest(),
            "TensorFlow 2.18.0",
            "poisson bootstrap, 200 replicates, seed 0",
            "95 % interval",
            "1.25 s",
            "3 rows were clipped")) {
      assertWithMessage(identity).that(page).contains(identity);
    }
    for (MetricValue value : Samples.binary().getValuesList()) {
      assertThat(page).contains(">" + value.getDecimal() + "<");
    }
  }

  @Test
  void write_failedGates_tellsEachWithItsMargin() {
    String page = visible(html(Samples.twoOutputs(), null));
    assertThat(page).contains("<b>Failed</b>");
    assertThat(page).contains("2 of 3 gates failed");
    assertThat(page).contains("slice(country=JP).cultivar_accuracy &gt;= 0.85");
    assertThat(page).contains("−0.0388");
    assertThat(page).contains("alcohol_pearson is not defined");
    assertThat(page).contains("not defined: its denominator is zero, taken as NaN");
    assertThat(page).contains("Not comparable with the baseline: the data set's digest differs");
  }

  @Test
  void write_gateThatTheColumnsExplain_saysNothingTwice() {
    Evaluation.Builder record = Samples.binary().toBuilder();
    record
        .getGatesBuilder(0)
        .setVerdict(Verdict.VERDICT_FAILED)
        .setExplanation("0.9473684210526315 is not >= 0.99");
    record
        .getGatesBuilder(1)
        .setVerdict(Verdict.VERDICT_FAILED)
        .setExplanation("0.9 is not >= 0.99; it is only known to be within [0.8, 0.95]");
    record.addGates(
        GateResult.newBuilder()
            .setGate("auc >= baseline")
            .setVerdict(Verdict.VERDICT_NOT_EVALUATED)
            .setExplanation("there is no baseline"));
    String page = visible(html(record.setVerdict(Verdict.VERDICT_FAILED).build(), null));

    assertThat(page).doesNotContain("is not &gt;=");
    assertThat(page).contains("<p>it is only known to be within [0.8, 0.95]</p>");
    assertThat(page).contains("<span class=\"badge even\">Not evaluated</span>");
    assertThat(page).contains("<p>there is no baseline</p>");
    assertThat(page).contains("2 of 3 gates failed · 1 not evaluated");
  }

  @Test
  void write_baseline_tellsDifferencesAndWhichAreGood() {
    String page = visible(html(Samples.binary(), Samples.binaryBaseline()));
    assertThat(page).contains("compared with ev-20261101-00c0ffee");
    assertThat(page).contains("<p class=\"difference good\">▼ −"); // a loss that fell
    assertThat(page).contains("<p class=\"difference good\">▲ +");
    assertThat(page).doesNotContain("difference bad");
    assertThat(data(html(Samples.binary(), Samples.binaryBaseline())).toString())
        .contains("\"baseline\":[{\"kind\":\"reliability\"");
  }

  @Test
  void write_comparedDespiteADifference_saysSoAtTheTopAndInTheRecord() {
    Evaluation record =
        Samples.binary().toBuilder()
            .addOverridden(OverriddenDifference.newBuilder().setField("dataset.digest"))
            .addOverridden(OverriddenDifference.newBuilder().setField("spec.mode"))
            .addWarnings("Compared with the baseline despite dataset.digest.")
            .build();
    String page = visible(html(record, Samples.binaryBaseline()));
    assertThat(page)
        .contains("compared with ev-20261101-00c0ffee despite dataset.digest, spec.mode");
    assertThat(page).contains("<li>Compared with the baseline despite dataset.digest.</li>");
    assertThat(page).contains("<dt>Compared despite</dt>\n<dd>dataset.digest, spec.mode</dd>");
    assertThat(visible(html(Samples.binary(), Samples.binaryBaseline()))).doesNotContain("despite");
  }

  @Test
  void write_unsureDifference_isNeitherGoodNorBad() {
    Evaluation.Builder unsure = Samples.binary().toBuilder();
    unsure
        .getValuesBuilder(1)
        .setBaselineDifference(0.01)
        .setDifferenceInterval(ConfidenceInterval.newBuilder().setLower(-0.002).setUpper(0.022));
    String page = visible(html(unsure.build(), null));
    assertThat(page).contains("<p class=\"difference even\">▲ +0.0100 vs. baseline</p>");
    assertThat(page).contains("−0.0020 to +0.0220");
  }

  @Test
  void write_notComparable_drawsNoBaseline() {
    Evaluation other = Samples.twoOutputs().toBuilder().setId("ev-other").build();
    String html = html(Samples.twoOutputs(), other);
    assertThat(visible(html)).doesNotContain("vs. baseline");
    assertThat(data(html).toString()).contains("\"baseline\":[]");
  }

  @Test
  void write_valuesOfOutputsInTurn_standTogether() {
    Evaluation.Builder mixed = Samples.twoOutputs().toBuilder();
    MetricValue last = mixed.getValues(mixed.getValuesCount() - 1);
    mixed.removeValues(mixed.getValuesCount() - 1).addValues(1, last);
    String page = visible(html(mixed.build(), null));
    assertThat(page.split("<tr class=\"group\">", -1)).hasLength(3);
    assertThat(page).contains("computed from the graph's logits");
  }

  @Test
  void write_emptyRecord_hasNoEmptyParts() {
    String page = visible(html(Evaluation.getDefaultInstance(), null));
    assertThat(page).contains("<h1>Evaluation</h1>");
    assertThat(page).doesNotContain("<table");
    assertThat(page).doesNotContain("class=\"tiles\"");
    assertThat(page).doesNotContain("id=\"gates\"");
    assertThat(page).doesNotContain("class=\"verdict");
    assertThat(page).doesNotContain("<dl></dl>");
  }

  @Test
  void write_matrixOfVeryManyClasses_isTwoTablesInsteadOfItsCells() {
    int n = 300;
    Evaluation record = Samples.manyClasses(n);

    String html = html(record, null);
    String page = visible(html);

    assertThat(data(html).getAsJsonArray("outputs").get(0).getAsJsonObject().get("matrices"))
        .isEqualTo(new JsonArray());
    assertThat(html.length()).isLessThan(400_000);
    List<List<String>> confusions = table(page, "Most frequent confusions");
    List<List<String>> classes = table(page, "Classes with the lowest recall");
    assertThat(confusions).hasSize(50);
    assertThat(classes).hasSize(50);
    assertThat(confusions.stream().map(row -> Double.parseDouble(row.get(2))).toList())
        .isInOrder(Comparator.reverseOrder());
    assertThat(classes.stream().map(row -> Double.parseDouble(row.get(2))).toList()).isInOrder();
    LargeMatrix matrix = new LargeMatrix(record.getConfusionMatrices(0), 50);
    LargeMatrix.Confusion first = matrix.confusions().get(0);
    assertThat(confusions.get(0).subList(0, 3))
        .containsExactly(
            name(record, first.label()),
            name(record, first.predicted()),
            "%.0f".formatted(first.count()))
        .inOrder();
    assertThat(page).doesNotContain("No confusion matrix");
  }

  @Test
  void write_noMatrixOfVeryManyClasses_saysWhy() {
    Evaluation.Builder record = Samples.manyClasses(300).toBuilder().clearConfusionMatrices();
    for (int c = 0; c < 300; c++) {
      record.getCountsBuilder().getOutputsBuilder(0).addLabelCounts(c);
    }

    String page = visible(html(record.build(), null));

    assertThat(page).contains("No confusion matrix: the record has none of 300 classes.");
    assertThat(page).contains("300 classes");
    assertThat(page).doesNotContain("Classes with the lowest recall");
  }

  @Test
  void write_recallsOfVeryManyClassesWithoutAMatrix_showTheLowest() {
    Evaluation.Builder record = Samples.manyClasses(300).toBuilder().clearConfusionMatrices();
    for (int c = 0; c < 300; c++) {
      record.getCountsBuilder().getOutputsBuilder(0).addLabelCounts(1_000 + c);
      record.addValues(
          MetricValue.newBuilder()
              .setName("recall_score[class " + c + "]")
              .setKey(
                  MetricKey.newBuilder()
                      .setMetric("recall_score")
                      .setOutput("species")
                      .setClassId(c))
              .setValue(1 - c / 300.0));
    }

    List<List<String>> classes =
        table(visible(html(record.build(), null)), "Classes with the lowest recall");

    assertThat(classes).hasSize(50);
    assertThat(classes.get(0)).containsExactly("species 299", "1,299", "0.3").inOrder();
  }

  @Test
  void write_matrixOfFewerClasses_isDrawn() {
    String html = html(Samples.manyClasses(200), null);

    assertThat(data(html).toString()).contains("\"classes\":200");
    assertThat(visible(html)).doesNotContain("Most frequent confusions");
  }

  private static String name(Evaluation record, int label) {
    return record.getConfusionMatrices(0).getClassNames(label);
  }

  /** Texts of the cells of the table with this title. */
  private static List<List<String>> table(String page, String title) {
    int start = page.indexOf("<tbody>", page.indexOf("aria-label=\"" + title + "\""));
    String body = page.substring(start, page.indexOf("</tbody>", start));
    return Pattern.compile("<tr>(.*?)</tr>", Pattern.DOTALL)
        .matcher(body)
        .results()
        .map(row -> row.group(1))
        .map(
            row ->
                Pattern.compile("<td[^>]*>(.*?)</td>")
                    .matcher(row)
                    .results()
                    .map(cell -> cell.group(1))
                    .toList())
        .toList();
  }

  @Test
  void write_hostileTexts_areTextsOnly() {
    Evaluation hostile = Injection.into(Samples.twoOutputs());
    String html = html(hostile, Injection.into(Samples.binary()));
    assertThat(html).doesNotContain("<script>window");
    assertThat(html).doesNotContain("<img");
    assertThat(html).doesNotContain("\u2028 \\u003c</");
    assertThat(SCRIPT.matcher(html).results().count()).isEqualTo(3);
    assertThat(html.split("</script>", -1)).hasLength(4);
    assertThat(html.split("</title>", -1)).hasLength(2);
    assertThat(html.split("</style>", -1)).hasLength(2);
    String name =
        data(html).getAsJsonArray("slices").get(0).getAsJsonObject().get("name").getAsString();
    assertThat(name).contains(Injection.TEXT);
  }

  @Test
  void write_everyText_isShownOrEmbedded() {
    String html = html(Injection.into(Samples.twoOutputs()), null);
    assertThat(html.split("window\\.injected", -1).length).isGreaterThan(500);
  }

  @Test
  void write_scripts_areThoseThatThePolicyAllows() throws Exception {
    String html = html(Samples.regression(), null);
    Matcher policy =
        Pattern.compile("Content-Security-Policy\" content=\"([^\"]*)\"").matcher(html);
    assertThat(policy.find()).isTrue();
    String allowed = policy.group(1);
    assertThat(allowed).startsWith("default-src 'none'; img-src data:;");
    List<String> hashes = new ArrayList<>();
    Matcher scripts = SCRIPT.matcher(html);
    while (scripts.find()) {
      if (scripts.group(1).isEmpty()) {
        byte[] text = scripts.group(2).getBytes(StandardCharsets.UTF_8);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
        hashes.add("'sha256-" + Base64.getEncoder().encodeToString(hash) + "'");
      }
    }
    assertThat(hashes).hasSize(2);
    assertThat(allowed).endsWith("script-src " + String.join(" ", hashes));
    assertThat(visible(html)).doesNotContain(" style=");
    assertThat(visible(html)).doesNotContain("src=");
  }

  @Test
  void write_library_goesWithItsLicense() {
    String html = html(Samples.regression(), null);
    assertThat(html).contains("Chart.js v");
    assertThat(visible(html)).contains("Copyright (c) 2014-2024 Chart.js Contributors");
    assertThat(visible(html)).contains("Permission is hereby granted, free of charge");
  }

  @Test
  void write_numbersThatJsonDoesNotKnow_areTexts() {
    String curves = data(html(Samples.binary(), null)).toString();
    assertThat(curves).contains("\"threshold\":[\"Infinity\",");
  }

  @Test
  void write_file_isUtf8AndWhole(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("report.html");
    Files.writeString(file, "x".repeat(5_000_000));
    EvaluationReport.write(Samples.tenClasses(), null, file);
    assertThat(Files.readString(file)).isEqualTo(html(Samples.tenClasses(), null));
  }
}
