package dev.scorekeeper.cli.load;

import static com.google.common.truth.Truth.assertThat;

import java.io.StringReader;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

/** Reports as text and as a page. */
final class LoadPageTest {
  private static final LoadResult RESULT =
      LoadResults.result(
          LoadResults.plan(Traffic.rate(1_000, true), 3),
          LoadResults.windows(3, 1_000, 2_000_000, 50_000),
          LoadResults.IDLE);

  @Test
  void page_measurement_isWholeAndNeedsNoNetwork() throws Exception {
    String html = LoadPage.of(new LoadReport.Single(RESULT)).html();
    assertThat(html).contains("Load on m");
    assertThat(html).contains("Latency by percentile");
    assertThat(html).contains("stable: over 3 windows");
    assertThat(html).doesNotContain("http");
    assertThat(html).doesNotContain("NaN");
    Matcher pictures = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(html);
    int count = 0;
    while (pictures.find()) {
      DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(pictures.group())));
      count++;
    }
    assertThat(count).isEqualTo(5);
  }

  @Test
  void text_measurement_saysAllThatMatters() {
    String text = LoadText.of(new LoadReport.Single(RESULT));
    assertThat(text).contains("open loop at 1,000 requests a second (Poisson)");
    assertThat(text).contains("Ended: OK 3,000");
    assertThat(text).contains("100 µs in the queue, 50.0 µs in the run");
    assertThat(text).contains("refused: TOO_MANY_ROWS 3");
    assertThat(text).contains("Generator: not the limit");
    assertThat(text.lines().filter(line -> line.startsWith("latency")).toList().get(0))
        .contains("n too small");
  }

  @Test
  void page_searchWithoutAnswer_saysSo() {
    LoadReport.Probe probe = new LoadReport.Probe(1_000, false, "0.00 % within the bound", RESULT);
    LoadReport.Found found = new LoadReport.Found(Slo.parse("p99=1ms"), List.of(probe), null);
    assertThat(LoadPage.of(found).html()).contains("No rate keeps it.");
    assertThat(LoadJson.write(found)).contains("\"kept\": false");
  }
}
