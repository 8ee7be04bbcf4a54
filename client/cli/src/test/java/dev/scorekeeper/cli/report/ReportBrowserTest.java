package dev.scorekeeper.cli.report;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.gson.JsonElement;
import dev.scorekeeper.v1.Curve;
import dev.scorekeeper.v1.CurveColumn;
import dev.scorekeeper.v1.Evaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The report as a real browser shows it. Runs where the property {@code scorekeeper.browser} names
 * a Chromium; see CONTRIBUTING.md. Leaves pictures in {@code target/report}.
 */
@Tag("browser")
final class ReportBrowserTest {
  private static final Path PICTURES = Path.of("target", "report");
  private static final Map<String, Evaluation> SAMPLES =
      Map.of(
          "binary", Samples.binary(),
          "ten-classes", Samples.tenClasses(),
          "regression", Samples.regression(),
          "two-outputs", Samples.twoOutputs());

  /** Of each picture that takes up room: how many of its pixels are not empty. */
  private static final String DRAWN =
      """
      [...document.querySelectorAll("canvas")].filter((c) => c.offsetParent).map((c) => {
        const copy = new OffscreenCanvas(c.width, c.height).getContext("2d", { willReadFrequently: true });
        copy.drawImage(c, 0, 0);
        return copy.getImageData(0, 0, c.width, c.height).data
          .filter((value, i) => i % 4 === 3 && value > 0).length;
      })
      """;

  /** Elements that reach out of the window, but for those in a part that scrolls. */
  private static final String OUTSIDE =
      """
      [...document.querySelectorAll("body *")]
        .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".wide, pre"))
        .map((e) => e.tagName + "." + e.className)
      """;

  @TempDir private static Path folder;
  private static @Nullable Browser browser;

  @BeforeAll
  static void start() throws IOException {
    String executable = System.getProperty("scorekeeper.browser", "");
    assertWithMessage(
            "This test looks at the report in a browser: install Debian's package chromium, or set"
                + " -Dscorekeeper.browser to the path of a Chromium")
        .that(executable)
        .isNotEmpty();
    browser = Browser.start(executable, folder.resolve("profile"));
    Files.createDirectories(PICTURES);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  private static BrowserTab open(String name, Evaluation evaluation, int width, boolean dark)
      throws IOException {
    if (browser == null) {
      throw new IllegalStateException("not started");
    }
    Path file = folder.resolve(name + ".html");
    EvaluationReport.write(evaluation, Samples.binaryBaseline(), file);
    BrowserTab tab = browser.tab(width, 900, dark);
    tab.open(file);
    return tab;
  }

  private static BrowserTab open(String name) throws IOException {
    return open(name, Objects.requireNonNull(SAMPLES.get(name)), 1200, false);
  }

  private static void assertNothingWrong(BrowserTab tab) {
    assertThat(tab.problems()).isEmpty();
    assertThat(tab.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary", "ten-classes", "regression", "two-outputs"})
  void page_anyWidthAndTheme_isDrawnWhole(String name) throws Exception {
    try (BrowserTab tab = open(name)) {
      for (int width : new int[] {1200, 768, 360}) {
        for (boolean dark : new boolean[] {false, true}) {
          String where = name + " " + width + (dark ? " dark" : " light");
          tab.theme(dark);
          tab.resize(width, 900);
          tab.settle();
          List<JsonElement> drawn = tab.evaluate(DRAWN).getAsJsonArray().asList();
          assertWithMessage(where).that(drawn.size()).isAtLeast(2);
          for (JsonElement pixels : drawn) {
            assertWithMessage(where).that(pixels.getAsInt()).isAtLeast(1_000);
          }
          assertWithMessage(where).that(tab.evaluate(OUTSIDE).toString()).isEqualTo("[]");
          assertWithMessage(where)
              .that(tab.number("document.documentElement.scrollWidth"))
              .isAtMost(width);
          tab.resize(width, (int) tab.number("document.documentElement.scrollHeight"));
          tab.settle();
          tab.screenshot(PICTURES.resolve(where.replace(' ', '-') + ".png"));
        }
      }
      assertNothingWrong(tab);
    }
  }

  @Test
  void theme_changed_redrawsPicturesInItsColours() throws Exception {
    try (BrowserTab tab = open("binary")) {
      String light = tab.text("document.querySelector('canvas').toDataURL()");
      tab.theme(true);
      tab.settle();
      assertThat(tab.text("document.querySelector('canvas').toDataURL()")).isNotEqualTo(light);
      tab.theme(false);
      tab.settle();
      assertThat(tab.text("document.querySelector('canvas').toDataURL()")).isEqualTo(light);
      assertNothingWrong(tab);
    }
  }

  @Test
  void slider_moved_showsThatThresholdsNumbersAndMovesThePoint() throws Exception {
    try (BrowserTab tab = open("binary")) {
      // At the decision threshold the counts are those of the confusion matrix.
      Evaluation record = Samples.binary();
      List<Double> cells = record.getConfusionMatrices(0).getCellsList();
      assertThat(counts(tab))
          .containsExactly(cells.get(3), cells.get(2), cells.get(1), cells.get(0));
      String before = tab.text("document.querySelector('canvas').toDataURL()");
      String threshold = tab.text("document.querySelector('.threshold-value').textContent");
      tab.evaluate("document.querySelector('input[type=range]').focus()");
      tab.press("ArrowRight", 39);
      tab.press("ArrowRight", 39);
      assertThat(tab.text("document.querySelector('.threshold-value').textContent"))
          .isNotEqualTo(threshold);
      assertThat(tab.text("document.querySelector('canvas').toDataURL()")).isNotEqualTo(before);
      List<Double> moved = counts(tab);
      assertThat(moved.get(0)).isAtMost(cells.get(3));
      assertThat(moved.get(0) + moved.get(1)).isEqualTo(cells.get(2) + cells.get(3));
      double precision = 100 * moved.get(0) / (moved.get(0) + moved.get(2));
      assertThat(tab.text("document.querySelector('.readings dd').textContent"))
          .isEqualTo("%.1f %%".formatted(precision));
      tab.press("End", 35);
      assertThat(tab.text("document.querySelector('.threshold-value').textContent"))
          .isEqualTo("above every score");
      assertThat(counts(tab).get(0)).isEqualTo(0);
      assertNothingWrong(tab);
    }
  }

  /** What is drawn of one picture: the data sets of its chart. */
  private static String chart(String title) {
    return "Chart.getChart([...document.querySelectorAll('figure')].find((f) => f.offsetParent"
        + " && f.querySelector('figcaption').textContent.startsWith('%s')).querySelector('canvas'))"
            .formatted(title);
  }

  /** The place of the slider in a picture. */
  private static String marked(String title) {
    return chart(title) + ".data.datasets.find((d) => d.label === 'at the threshold').data[0]";
  }

  private static String upright(String title) {
    return chart(title) + ".options.plugins.upright.at";
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary", "ten-classes"})
  void slider_moved_movesThePlaceInEveryPicture(String name) throws Exception {
    try (BrowserTab tab = open(name)) {
      String pictures =
          "[...document.querySelectorAll('figure .plot canvas')].map((c) => c.toDataURL())";
      List<JsonElement> before = tab.evaluate(pictures).getAsJsonArray().asList();
      assertThat(before).hasSize(6);
      tab.evaluate("document.querySelector('input[type=range]').focus()");
      for (int i = 0; i < 12; i++) {
        tab.press("ArrowLeft", 37);
      }
      List<JsonElement> after = tab.evaluate(pictures).getAsJsonArray().asList();
      for (int i = 0; i < 6; i++) {
        assertWithMessage("picture %s", i).that(after.get(i)).isNotEqualTo(before.get(i));
      }
      List<Double> counts = counts(tab);
      double positives = counts.get(0) + counts.get(1);
      double negatives = counts.get(2) + counts.get(3);
      double recall = counts.get(0) / positives;
      double share = (counts.get(0) + counts.get(2)) / (positives + negatives);
      assertThat(tab.number(marked("ROC") + ".x")).isWithin(1e-9).of(counts.get(2) / negatives);
      assertThat(tab.number(marked("ROC") + ".y")).isWithin(1e-9).of(recall);
      assertThat(tab.number(marked("Precision") + ".x")).isWithin(1e-9).of(recall);
      assertThat(tab.number(marked("Gain") + ".x")).isWithin(1e-9).of(share);
      assertThat(tab.number(marked("Gain") + ".y")).isWithin(1e-9).of(recall);
      assertThat(tab.number(marked("Lift") + ".y")).isWithin(1e-9).of(recall / share);
      assertThat(tab.number(upright("Scores"))).isEqualTo(tab.number(upright("Reliability")));
      assertNothingWrong(tab);
    }
  }

  @Test
  void curves_ofClasses_drawTheChosenOneOnTopAndNameTheOthers() throws Exception {
    try (BrowserTab tab = open("ten-classes")) {
      for (String title : List.of("ROC", "Precision")) {
        String sets = chart(title) + ".data.datasets";
        assertThat(tab.text(sets + "[0].label")).isEqualTo("zero");
        assertThat(tab.number(sets + "[0].order ?? 0")).isEqualTo(0);
        assertThat(tab.number(sets + ".filter((d) => d.order === 1).length")).isEqualTo(9);
        assertThat(
                tab.text(
                    chart(title)
                        + ".legend.legendItems.map((item) => item.text).slice(0, 2).join()"))
            .isEqualTo("zero,other classes");
      }
      assertThat(tab.text("document.querySelector('.threshold .note').textContent"))
          .contains("greatest score");
      assertNothingWrong(tab);
    }
    try (BrowserTab tab = open("binary")) {
      assertThat(tab.text("document.querySelector('.threshold .note').hidden + ''"))
          .isEqualTo("true");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary", "ten-classes"})
  void curves_ofScoresInTies_beginAtZero(String name) throws Exception {
    try (BrowserTab tab = open(name)) {
      for (String title : List.of("Precision", "Lift", "Gain")) {
        String first = chart(title) + ".data.datasets[0].data[0]";
        assertThat(tab.number(first + ".x")).isEqualTo(0);
        double second = tab.number(chart(title) + ".data.datasets[0].data[1].y");
        assertThat(tab.number(first + ".y")).isEqualTo(title.equals("Gain") ? 0 : second);
      }
    }
  }

  @Test
  void reliability_bins_haveTheIntervalsOfTheirShares() throws Exception {
    try (BrowserTab tab = open("binary")) {
      List<JsonElement> whiskers =
          tab.evaluate(chart("Reliability") + ".data.datasets[0].whiskers")
              .getAsJsonArray()
              .asList();
      List<JsonElement> shares =
          tab.evaluate(chart("Reliability") + ".data.datasets[0].data").getAsJsonArray().asList();
      assertThat(whiskers).hasSize(shares.size());
      // Of the first bin, by hand: Wilson 1927.
      CurveColumn weights = column(Samples.binary(), "reliability", "weight");
      CurveColumn fractions = column(Samples.binary(), "reliability", "positive_fraction");
      double n = weights.getValues(0);
      double p = fractions.getValues(0);
      double z = 1.959964;
      double middle = (p + z * z / (2 * n)) / (1 + z * z / n);
      double half = z / (1 + z * z / n) * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
      assertThat(whiskers.get(0).getAsJsonObject().get("lower").getAsDouble())
          .isWithin(1e-9)
          .of(middle - half);
      assertThat(whiskers.get(0).getAsJsonObject().get("upper").getAsDouble())
          .isWithin(1e-9)
          .of(middle + half);
      assertNothingWrong(tab);
    }
  }

  private static CurveColumn column(Evaluation record, String kind, String name) {
    return record.getCurvesList().stream()
        .filter(curve -> curve.getKind().equals(kind))
        .flatMap(curve -> curve.getColumnsList().stream())
        .filter(column -> column.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void residuals_binned_areAllThereInRoundBinsAboutZero() throws Exception {
    try (BrowserTab tab = open("regression")) {
      String bins = chart("Distribution") + ".data.datasets[0].boxes";
      double rows =
          column(Samples.regression(), "residuals", "count").getValuesList().stream()
              .mapToDouble(value -> value)
              .sum();
      assertThat(tab.number(bins + ".reduce((all, bin) => all + bin.height, 0)"))
          .isWithin(1e-9)
          .of(rows);
      assertThat(tab.number(bins + ".length")).isAtLeast(5);
      assertThat(tab.number(bins + ".filter((bin) => Math.abs(bin.lower) < 1e-12).length"))
          .isEqualTo(1);
      double mean =
          column(Samples.regression(), "residuals", "residual").getValuesList().stream()
              .mapToDouble(value -> value)
              .average()
              .orElseThrow();
      assertThat(
              tab.text("[...document.querySelectorAll('.note')].map((n) => n.textContent).join()"))
          .contains("Mean " + Figures.number(mean) + ", standard deviation");
      assertNothingWrong(tab);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary", "ten-classes", "regression", "two-outputs"})
  void page_onAPhone_showsValuesAndMatrixWithoutScrolling(String name) throws Exception {
    try (BrowserTab tab = open(name, Objects.requireNonNull(SAMPLES.get(name)), 390, false)) {
      String cut =
          """
          [...document.querySelectorAll("#values .wide, .matrix-place .wide, #gates .wide")]
            .filter((e) => e.offsetParent && e.scrollWidth > e.clientWidth)
            .map((e) => e.getAttribute("aria-label") + " " + e.scrollWidth + " > " + e.clientWidth).join()
          """;
      assertThat(tab.text(cut)).isEmpty();
      assertThat(tab.text("document.querySelector('#values td.exact').dataset.label"))
          .isEqualTo("Exactly");
      assertNothingWrong(tab);
    }
  }

  @Test
  void manyClasses_anyWidthAndTheme_areAPictureAndATable() throws Exception {
    int n = 150;
    Evaluation record = Samples.manyClasses(n);
    try (BrowserTab tab = open("many-classes", record, 1440, false)) {
      for (int width : new int[] {1440, 390}) {
        for (boolean dark : new boolean[] {false, true}) {
          tab.theme(dark);
          tab.resize(width, 900);
          tab.settle();
          assertThat(tab.number("document.documentElement.scrollWidth")).isAtMost(width);
          assertThat(tab.evaluate(OUTSIDE).toString()).isEqualTo("[]");
          tab.resize(width, (int) tab.number("document.documentElement.scrollHeight"));
          tab.settle();
          tab.screenshot(
              PICTURES.resolve("many-classes-" + width + (dark ? "-dark" : "-light") + ".png"));
        }
      }
      assertThat(tab.number("document.querySelector('.heat').width")).isEqualTo(n);
      assertThat(tab.number("document.documentElement.scrollHeight")).isLessThan(6_000);
      // A cell of the diagonal has another colour than one that nothing is in.
      List<JsonElement> pixels =
          tab.evaluate(
                  """
                  { const row = document.querySelector(".heat").getContext("2d").getImageData(0, 3, 41, 1).data;
                    [3, 40].map((i) => row.slice(4 * i, 4 * i + 4).join()); }
                  """)
              .getAsJsonArray()
              .asList();
      assertThat(pixels.get(0)).isNotEqualTo(pixels.get(1));
      String rows = "document.querySelectorAll('.class-table tbody tr').length";
      assertThat(tab.number(rows)).isEqualTo(25);
      String recalls =
          "[...document.querySelectorAll('.class-table tbody tr')].map((r) => Number(r.cells[2].textContent))";
      List<Double> shown =
          tab.evaluate(recalls).getAsJsonArray().asList().stream()
              .map(JsonElement::getAsDouble)
              .toList();
      assertThat(shown).isInOrder();
      tab.evaluate("document.querySelector('.class-table th button').click()");
      assertThat(tab.number(rows)).isEqualTo(n); // the class without rows was predicted
      assertThat(tab.text("document.querySelector('.class-table td').textContent"))
          .isEqualTo("a species with a rather long name 4");
      tab.evaluate(
          """
          { const heat = document.querySelector(".heat");
            const box = heat.getBoundingClientRect();
            heat.dispatchEvent(new PointerEvent("pointermove",
              { clientX: box.left + box.width * 3.5 / 150, clientY: box.top + box.height * 3.5 / 150 })); }
          """);
      double cell = record.getConfusionMatrices(0).getCells(3 * n + 3);
      assertThat(tab.text("document.querySelector('.heat-place .note').textContent"))
          .startsWith("species 3 taken for species 3: %.0f of ".formatted(cell));
      assertNothingWrong(tab);
    }
  }

  @Test
  void veryManyClasses_anyWidthAndTheme_areTables() throws Exception {
    try (BrowserTab tab = open("very-many-classes", Samples.manyClasses(400), 1440, false)) {
      for (int width : new int[] {1440, 390}) {
        for (boolean dark : new boolean[] {false, true}) {
          tab.theme(dark);
          tab.resize(width, 900);
          tab.settle();
          assertThat(tab.number("document.documentElement.scrollWidth")).isAtMost(width);
          assertThat(tab.evaluate(OUTSIDE).toString()).isEqualTo("[]");
          tab.resize(width, (int) tab.number("document.documentElement.scrollHeight"));
          tab.settle();
          tab.screenshot(
              PICTURES.resolve(
                  "very-many-classes-" + width + (dark ? "-dark" : "-light") + ".png"));
        }
      }
      assertThat(tab.number("document.querySelectorAll('.heat, .matrix').length")).isEqualTo(0);
      assertThat(tab.number("document.querySelectorAll('.confusion-tables tbody tr').length"))
          .isEqualTo(100);
      assertThat(tab.number("document.documentElement.scrollHeight")).isLessThan(6_000);
      String rows = "document.querySelector('.confusion-tables tbody').rows";
      tab.evaluate("document.querySelectorAll('.confusion-tables th button')[2].click()");
      assertThat(
              tab.number(
                  "Number(%s[0].cells[2].textContent) - Number(%s[49].cells[2].textContent)"
                      .formatted(rows, rows)))
          .isLessThan(0);
      assertNothingWrong(tab);
    }
  }

  @Test
  void matrix_ofTwoClasses_saysWhereItDecides() throws Exception {
    try (BrowserTab tab = open("binary")) {
      assertThat(
              tab.text(
                  "document.querySelector('.matrix').closest('figure').querySelector('figcaption').textContent"))
          .contains("decided at 0.5000");
    }
  }

  @Test
  void scores_almostAllInOneBin_startOnALogarithmicAxis() throws Exception {
    Evaluation.Builder crowded = Samples.binary().toBuilder();
    for (Curve.Builder curve : crowded.getCurvesBuilderList()) {
      if (curve.getKind().equals("score_histogram")) {
        CurveColumn.Builder negative = curve.getColumnsBuilder(2);
        for (int i = 0; i < negative.getValuesCount(); i++) {
          negative.setValues(i, i == 0 ? 100_000 : 3);
        }
        curve.setColumns(3, negative.clone().setName("positive"));
      }
    }
    String pressed =
        "document.querySelector('.toggle[aria-label^=Scale] [aria-pressed=true]').textContent";
    try (BrowserTab tab = open("crowded", crowded.build(), 1200, false)) {
      assertThat(tab.text(pressed)).isEqualTo("log");
      assertThat(tab.text(chart("Scores") + ".scales.y.type")).isEqualTo("logarithmic");
    }
    try (BrowserTab tab = open("binary")) {
      assertThat(tab.text(pressed)).isEqualTo("linear");
    }
  }

  /** True positives, false negatives, false positives, true negatives at the slider. */
  private static List<Double> counts(BrowserTab tab) {
    return tab
        .evaluate(
            """
            [...document.querySelectorAll(".counts b")].map((b) => Number(b.textContent.replace(",", "")))
            """)
        .getAsJsonArray()
        .asList()
        .stream()
        .map(JsonElement::getAsDouble)
        .toList();
  }

  @Test
  void jump_bestF1_isNowhereBetter() throws Exception {
    try (BrowserTab tab = open("binary")) {
      tab.evaluate("[...document.querySelectorAll('.jumps button')][1].click()");
      String f1 =
          """
          Number([...document.querySelectorAll(".readings div")]
            .find((d) => d.textContent.startsWith("F1")).querySelector("dd").textContent.replace(" %", ""))
          """;
      double best = tab.number(f1);
      tab.evaluate("document.querySelector('input[type=range]').focus()");
      for (int i = 0; i < 10; i++) {
        tab.press("ArrowLeft", 37);
        assertThat(tab.number(f1)).isAtMost(best);
      }
    }
  }

  @Test
  void chooser_otherClass_showsItsCurves() throws Exception {
    try (BrowserTab tab = open("ten-classes")) {
      String note =
          "[...document.querySelectorAll('figure .note')].map((n) => n.textContent).join()";
      String first = tab.text(note);
      tab.evaluate(
          """
          { const select = document.querySelector(".threshold select");
            select.value = "3"; select.dispatchEvent(new Event("change")); }
          """);
      tab.settle();
      assertThat(tab.text(note)).isNotEqualTo(first);
      assertThat(tab.text("document.querySelector('.threshold select').selectedOptions[0].text"))
          .isEqualTo("three");
      assertNothingWrong(tab);
    }
  }

  @Test
  void tabs_keys_showOnePanelAtATime() throws Exception {
    try (BrowserTab tab = open("two-outputs")) {
      String shown =
          "[...document.querySelectorAll('.output')].filter((o) => o.offsetParent).map((o) => o.id).join()";
      assertThat(tab.text(shown)).isEqualTo("output-0");
      tab.evaluate("document.querySelector('[role=tab]').focus()");
      tab.press("ArrowRight", 39);
      assertThat(tab.text(shown)).isEqualTo("output-1");
      assertThat(tab.text("document.activeElement.textContent")).isEqualTo("alcohol");
      assertThat(tab.text("document.activeElement.getAttribute('aria-selected')"))
          .isEqualTo("true");
      assertThat(tab.evaluate(DRAWN).getAsJsonArray().asList()).hasSize(2);
      tab.press("Home", 36);
      assertThat(tab.text(shown)).isEqualTo("output-0");
      assertNothingWrong(tab);
    }
  }

  @Test
  void slices_sortedAndChosen_showThatOrderAndValue() throws Exception {
    try (BrowserTab tab = open("two-outputs")) {
      String names =
          "[...document.querySelectorAll('#slices tbody td.name')].map((n) => n.textContent).join()";
      assertThat(tab.text(names)).startsWith("JP,");
      assertThat(tab.text(names)).endsWith(",KR"); // too small to show: last whichever way
      tab.evaluate("document.querySelector('#slices button[data-sort=name]').click()");
      assertThat(tab.text(names)).isEqualTo("AT,BR,CH,DE,FR,IT,JP,KR,PT,US");
      assertThat(tab.text("document.activeElement.dataset.sort")).isEqualTo("name");
      tab.evaluate("document.querySelector('#slices button[data-sort=rows]').click()");
      assertThat(tab.text(names)).startsWith("KR,");
      assertThat(tab.number("document.querySelectorAll('#slices .whisker').length")).isEqualTo(9);
      tab.evaluate(
          """
          { const select = document.querySelector("#slices select");
            select.value = "1"; select.dispatchEvent(new Event("change")); }
          """);
      assertThat(tab.number("document.querySelectorAll('#slices tbody tr').length")).isEqualTo(25);
      tab.evaluate("document.querySelector('#slices .more').click()");
      assertThat(tab.number("document.querySelectorAll('#slices tbody tr').length")).isEqualTo(30);
      assertNothingWrong(tab);
    }
  }

  @Test
  void matrix_toggled_showsCounts() throws Exception {
    try (BrowserTab tab = open("ten-classes")) {
      String cell = "document.querySelector('.matrix tbody td').textContent";
      String share = tab.text(cell);
      tab.evaluate("document.querySelector('.toggle button:not([aria-pressed=true])').click()");
      double count = Samples.tenClasses().getConfusionMatrices(0).getCells(0);
      assertThat(Double.parseDouble(tab.text(cell))).isEqualTo(count);
      assertThat(tab.text(cell)).isNotEqualTo(share);
      assertThat(tab.number("document.querySelectorAll('.matrix tbody td.right').length"))
          .isEqualTo(10);
      assertNothingWrong(tab);
    }
  }

  @Test
  void print_hiddenTab_isOnPaperToo() throws Exception {
    try (BrowserTab tab = open("two-outputs", Samples.twoOutputs(), 1200, true)) {
      tab.evaluate("window.dispatchEvent(new Event('beforeprint'))");
      tab.settle();
      List<JsonElement> drawn = tab.evaluate(DRAWN).getAsJsonArray().asList();
      assertThat(drawn).hasSize(8);
      drawn.forEach(pixels -> assertThat(pixels.getAsInt()).isAtLeast(1_000));
      assertThat(tab.text("getComputedStyle(document.body).backgroundColor"))
          .isEqualTo("rgb(251, 251, 250)");
      tab.evaluate("window.dispatchEvent(new Event('afterprint'))");
      tab.settle();
      assertThat(tab.evaluate(DRAWN).getAsJsonArray().asList()).hasSize(6);
      tab.print(PICTURES.resolve("two-outputs.pdf"));
      assertThat(Files.size(PICTURES.resolve("two-outputs.pdf"))).isGreaterThan(50_000L);
      assertNothingWrong(tab);
    }
  }

  @Test
  void page_hostileTexts_areShownAndNotRun() throws Exception {
    for (String name : List.of("two-outputs", "binary", "ten-classes")) {
      Evaluation hostile = Injection.into(Objects.requireNonNull(SAMPLES.get(name)));
      try (BrowserTab tab = open("hostile-" + name, hostile, 360, false)) {
        assertThat(tab.text("typeof window.injected")).isEqualTo("undefined");
        assertThat(tab.number("document.querySelectorAll('img').length")).isEqualTo(0);
        assertThat(tab.number("document.scripts.length")).isEqualTo(3);
        assertThat(tab.text("document.querySelector('h1').textContent")).contains(Injection.TEXT);
        assertThat(tab.text("document.querySelector('h3').textContent")).contains(Injection.TEXT);
        if (hostile.getSlicesCount() > 1) {
          assertThat(tab.text("document.querySelector('#slices td.name').textContent"))
              .contains(Injection.TEXT);
        }
        assertThat(tab.evaluate(OUTSIDE).toString()).isEqualTo("[]");
        assertThat(tab.number("document.documentElement.scrollWidth")).isAtMost(360);
        assertNothingWrong(tab);
      }
    }
  }

  @Test
  void page_emptyRecord_showsNoEmptyParts() throws Exception {
    try (BrowserTab tab = open("empty", Evaluation.getDefaultInstance(), 1200, false)) {
      assertThat(tab.number("document.querySelectorAll('canvas, table, select').length"))
          .isEqualTo(0);
      assertThat(tab.text("document.querySelector('#slices').hidden + ''")).isEqualTo("true");
      assertNothingWrong(tab);
    }
  }
}
