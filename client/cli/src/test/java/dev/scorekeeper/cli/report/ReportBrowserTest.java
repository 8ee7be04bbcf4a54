package dev.scorekeeper.cli.report;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.gson.JsonElement;
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
