package dev.scorekeeper.server.evaluation.catalog;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.ValueRange;
import dev.scorekeeper.server.evaluation.exact.Decimals;
import dev.scorekeeper.server.evaluation.loss.LossCatalog;
import dev.scorekeeper.server.evaluation.spec.CallText;
import dev.scorekeeper.server.evaluation.testing.ExampleOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The tables of docs/metrics.md say what the catalogs say; their last column is written by hand and
 * kept.
 */
final class MetricsPageTest {

  private static final Path PAGE = Path.of("..", "docs", "metrics.md");

  /** Set to true to write the tables instead of comparing with them. */
  private static final String WRITE = "scorekeeper.write-docs";

  private static final String TABLES = "## Losses\n";
  private static final String HEAD =
      "\n| id | other names | parameters | range | what it is |\n|---|---|---|---|---|\n";

  @Test
  void page_comparedWithTheCatalogs_isCurrent() throws IOException {
    String page = Files.readString(PAGE);
    assertThat(page).contains(TABLES);
    Map<String, String> texts = texts(page.substring(page.indexOf(TABLES)));
    List<String> missing = new ArrayList<>();
    StringBuilder expected = new StringBuilder(page.substring(0, page.indexOf(TABLES)));
    section(
        expected,
        "Losses",
        LossCatalog.catalog().factories(),
        MetricsPageTest::rangeOfLoss,
        texts,
        missing);
    for (BuiltInMetrics.Group group : BuiltInMetrics.groups()) {
      expected.append('\n');
      section(expected, group.title(), group.factories(), MetricsPageTest::range, texts, missing);
    }
    if (Boolean.getBoolean(WRITE)) {
      Files.writeString(PAGE, expected);
    }

    assertWithMessage("docs/metrics.md is not current; its first lines say how to write it")
        .that(Files.readString(PAGE))
        .isEqualTo(expected.toString());
    assertWithMessage("what these are must be written into docs/metrics.md by hand")
        .that(missing)
        .isEmpty();
  }

  private static void section(
      StringBuilder page,
      String title,
      List<MetricFactory> factories,
      Function<MetricFactory, ValueRange> range,
      Map<String, String> texts,
      List<String> missing) {
    page.append("## ").append(title).append('\n').append(HEAD);
    for (MetricFactory factory : factories) {
      String text = texts.getOrDefault(title + "/" + factory.id(), "");
      if (text.isEmpty()) {
        missing.add(title + "/" + factory.id());
      }
      page.append(
          String.format(
              "| `%s` | %s | %s | %s | %s |\n",
              factory.id(),
              code(factory.aliases()),
              code(parameters(factory)),
              interval(range.apply(factory)),
              text));
    }
  }

  private static ValueRange range(MetricFactory factory) {
    return ExampleMetrics.of(ExampleMetrics.call(factory)).get(0).range();
  }

  /**
   * Weights may make a loss as great as one likes. One of batches, such as circle, has no range.
   */
  private static ValueRange rangeOfLoss(MetricFactory factory) {
    for (ExampleOutput output : ExampleOutput.ALL) {
      try {
        Metric loss =
            LossCatalog.catalog()
                .create(CallText.parse(factory.id()), output.context(ExampleOutput.Extras.NOTHING));
        return loss.range().least() >= 0 ? ValueRange.NOT_NEGATIVE : ValueRange.ANY;
      } catch (SpecException e) {
        // Another output suits it.
      }
    }
    return ValueRange.ANY;
  }

  private static String interval(ValueRange range) {
    if (range.equals(ValueRange.ANY)) {
      return "any";
    }
    String least =
        Double.isInfinite(range.least()) ? "(−∞" : "[" + Decimals.shortest(range.least());
    String greatest =
        Double.isInfinite(range.greatest()) ? "∞)" : Decimals.shortest(range.greatest()) + "]";
    return (least + ", " + greatest).replace(".0", "").replace("-", "−");
  }

  private static String code(List<String> words) {
    return words.stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
  }

  private static List<String> parameters(MetricFactory factory) {
    return factory.parameters().stream()
        .map(p -> p.name() + "=" + p.defaultValue().map(MetricsPageTest::value).orElse("None"))
        .toList();
  }

  private static String value(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(MetricsPageTest::value).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Double number) {
      return Decimals.shortest(number);
    }
    if (value instanceof Boolean flag) {
      return flag ? "True" : "False";
    }
    return value instanceof String text ? "'" + text + "'" : value.toString();
  }

  /** Last column by section and id. */
  private static Map<String, String> texts(String tables) {
    Map<String, String> texts = new LinkedHashMap<>();
    String title = "";
    for (String line : tables.split("\n", -1)) {
      if (line.startsWith("## ")) {
        title = line.substring(3);
      } else if (line.startsWith("| `")) {
        String[] cells = line.split(" \\| ", -1);
        String id = cells[0].substring(3, cells[0].length() - 1);
        String last = cells[cells.length - 1];
        texts.put(title + "/" + id, last.substring(0, last.lastIndexOf('|')).strip());
      }
    }
    return texts;
  }
}
