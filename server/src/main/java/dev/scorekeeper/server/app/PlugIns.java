package dev.scorekeeper.server.app;

import dev.scorekeeper.server.evaluating.ComputeEnvironment.PlugIn;
import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.catalog.BuiltInMetrics;
import dev.scorekeeper.server.evaluation.catalog.PlugInFactory;
import dev.scorekeeper.server.evaluation.spec.MetricCatalog;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Metrics that jars on the class path provide, see {@link MetricFactory}, and which jars those are.
 *
 * @param metrics the built-in metrics and those of plug-ins
 * @param plugIns in order of their files
 */
record PlugIns(MetricCatalog metrics, List<PlugIn> plugIns) {

  PlugIns {
    plugIns = List.copyOf(plugIns);
  }

  /**
   * Looks for them, and reads their jars.
   *
   * @throws IOException when one cannot be used; the message is a sentence that names it
   */
  static PlugIns find() throws IOException {
    Map<Path, List<MetricFactory>> byCode = new TreeMap<>();
    try {
      for (MetricFactory factory : ServiceLoader.load(MetricFactory.class)) {
        byCode.computeIfAbsent(code(factory), path -> new ArrayList<>()).add(factory);
      }
    } catch (ServiceConfigurationError e) {
      throw new IOException("A plug-in of metrics cannot be loaded: " + e.getMessage(), e);
    }
    List<MetricFactory> factories = new ArrayList<>();
    List<PlugIn> plugIns = new ArrayList<>();
    for (Map.Entry<Path, List<MetricFactory>> code : byCode.entrySet()) {
      String sha256 = sha256(code.getKey());
      code.getValue().forEach(factory -> factories.add(new PlugInFactory(factory, sha256)));
      plugIns.add(
          new PlugIn(
              code.getKey().getFileName().toString(),
              sha256,
              code.getValue().stream().map(MetricFactory::id).toList()));
    }
    try {
      return new PlugIns(BuiltInMetrics.catalog(factories), plugIns);
    } catch (IllegalArgumentException e) {
      throw new IOException("A plug-in of metrics has a name that is taken: " + e.getMessage(), e);
    }
  }

  /** The jar, or the folder of classes, that a factory comes from. */
  private static Path code(MetricFactory factory) throws IOException {
    CodeSource source = factory.getClass().getProtectionDomain().getCodeSource();
    try {
      if (source != null && source.getLocation() != null) {
        return Path.of(source.getLocation().toURI());
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new IOException(
          "The plug-in of metric %s lies at %s, which is no file."
              .formatted(factory.id(), source.getLocation()),
          e);
    }
    throw new IOException(
        "The plug-in of metric %s does not tell where it lies.".formatted(factory.id()));
  }

  /** Of a jar its bytes; of a folder the text that sha256sum would print for its files. */
  private static String sha256(Path code) throws IOException {
    if (Files.isRegularFile(code)) {
      return hex(Files.readAllBytes(code));
    }
    Map<String, Path> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(code)) {
      paths
          .filter(Files::isRegularFile)
          .forEach(path -> files.put(code.relativize(path).toString().replace('\\', '/'), path));
    }
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, Path> file : files.entrySet()) {
      String digest = hex(Files.readAllBytes(file.getValue()));
      text.append(digest).append("  ").append(file.getKey()).append('\n');
    }
    return hex(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String hex(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
