package dev.scorekeeper.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/**
 * What goes into every report: our style and script, and the charting library off the class path.
 */
final class PageAssets {
  /** In this order: each may use what stands before it. */
  private static final List<String> SCRIPTS =
      List.of(
          "base.js",
          "charts.js",
          "thresholds.js",
          "distributions.js",
          "matrix.js",
          "slices.js",
          "page.js");

  private final String style;
  private final String library;
  private final String libraryLicense;
  private final String script;

  private PageAssets(String style, String library, String libraryLicense, String script) {
    this.style = style;
    this.library = library;
    this.libraryLicense = libraryLicense;
    this.script = script;
  }

  static PageAssets load() {
    StringBuilder script = new StringBuilder("\"use strict\";\n(() => {\n");
    SCRIPTS.forEach(name -> script.append(ours(name)));
    script.append("})();\n");
    String library = "/META-INF/resources/webjars/chart.js/" + libraryVersion() + "/";
    return new PageAssets(
        ours("report.css"),
        inline(read(library + "dist/chart.umd.min.js")),
        read(library + "LICENSE.md"),
        inline(script.toString()));
  }

  String style() {
    return style;
  }

  /** Chart.js. */
  String library() {
    return library;
  }

  /** Its license, which asks to go with every copy. */
  String libraryLicense() {
    return libraryLicense;
  }

  String script() {
    return script;
  }

  /**
   * What the browser may do: run these two scripts, use this style, and nothing else. Whatever a
   * record's texts hold, it is not run, and nothing is fetched.
   */
  String contentSecurityPolicy() {
    return "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; style-src "
        + source(style)
        + "; script-src "
        + source(library)
        + " "
        + source(script);
  }

  private static String source(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** As a browser reads it inside a script element, which it must not end. */
  private static String inline(String script) {
    String lower = script.toLowerCase(Locale.ROOT);
    if (lower.contains("</script") || lower.contains("<!--")) {
      throw new IllegalStateException("a script of the page would end its element");
    }
    return script;
  }

  private static String ours(String name) {
    return read("/dev/scorekeeper/cli/report/" + name);
  }

  private static String libraryVersion() {
    Properties properties = new Properties();
    try {
      properties.load(
          new StringReader(read("/META-INF/maven/org.webjars.npm/chart.js/pom.properties")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "");
  }

  private static String read(String resource) {
    try (InputStream in = PageAssets.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("not on the class path: " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
