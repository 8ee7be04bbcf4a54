package dev.scorekeeper.server.architecture;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who may use what: packages of the server, and libraries. Packages count with those below them.
 */
final class PackageTable {

  /** Our packages that a package may use, besides itself. */
  private static final Map<String, Set<String>> OURS =
      Map.ofEntries(
          Map.entry("scoring", Set.of()),
          Map.entry("config", Set.of()),
          Map.entry("stats", Set.of("scoring")),
          Map.entry("transform", Set.of("scoring")),
          Map.entry("admission", Set.of("config", "scoring", "stats")),
          Map.entry("batching", Set.of("config", "scoring", "stats")),
          Map.entry("lifecycle", Set.of("config", "scoring", "stats")),
          Map.entry("runtime", Set.of("config", "scoring")),
          Map.entry("evaluation", Set.of("config")),
          Map.entry("records", Set.of("config", "evaluation", "scoring")),
          Map.entry(
              "pipeline",
              Set.of("admission", "batching", "config", "lifecycle", "scoring", "stats")),
          Map.entry(
              "evaluating",
              Set.of(
                  "config",
                  "evaluation",
                  "lifecycle",
                  "pipeline",
                  "scoring",
                  "stats",
                  "transform")),
          Map.entry(
              "transport",
              Set.of(
                  "batching",
                  "config",
                  "evaluating",
                  "evaluation",
                  "lifecycle",
                  "pipeline",
                  "records",
                  "scoring",
                  "stats",
                  "transform")),
          Map.entry(
              "observability",
              Set.of(
                  "admission", "batching", "config", "lifecycle", "pipeline", "scoring", "stats")),
          Map.entry(
              "app",
              Set.of(
                  "admission",
                  "batching",
                  "config",
                  "evaluating",
                  "evaluation",
                  "lifecycle",
                  "observability",
                  "pipeline",
                  "records",
                  "runtime",
                  "scoring",
                  "stats",
                  "transform",
                  "transport")));

  /** Packages of which {@code transport} may only see values: it reports on them, no more. */
  private static final Set<String> VALUES_ONLY = Set.of("batching", "lifecycle", "stats");

  /** Libraries by the prefix of their packages, and who may use them. */
  private static final Map<String, Set<String>> LIBRARIES =
      Map.ofEntries(
          Map.entry("org.tensorflow.", Set.of("runtime")),
          Map.entry("org.bytedeco.", Set.of("runtime")),
          Map.entry("io.grpc.", Set.of("transport", "app")),
          Map.entry("io.netty.", Set.of("transport", "app")),
          Map.entry("dev.scorekeeper.v1.", Set.of("records", "transport", "app")),
          Map.entry("com.google.rpc.", Set.of("transport", "app")),
          Map.entry("com.google.protobuf.", Set.of("records", "runtime", "transport", "app")),
          Map.entry("io.prometheus.", Set.of("observability", "app")),
          Map.entry("com.sun.net.httpserver.", Set.of("observability", "app")),
          Map.entry("org.snakeyaml.", Set.of("config")),
          Map.entry("org.HdrHistogram.", Set.of("stats", "batching", "observability")),
          Map.entry("javax.management.", Set.of("app")),
          Map.entry("javax.net.", Set.of("app")),
          Map.entry("java.sql.", Set.of("records")),
          Map.entry("javax.net.ssl.", Set.of("app")),
          Map.entry("javax.sql.", Set.of("records")),
          Map.entry("org.flywaydb.", Set.of("records")),
          Map.entry("com.zaxxer.hikari.", Set.of("records")));

  /** What every package may use, unless a longer prefix above says otherwise. */
  private static final Set<String> COMMON =
      Set.of("java.", "org.jspecify.", "com.google.errorprone.annotations.", "org.slf4j.");

  private PackageTable() {}

  static Set<String> names() {
    return OURS.keySet();
  }

  static boolean mayUse(String user, String used) {
    return user.equals(used) || OURS.getOrDefault(user, Set.of()).contains(used);
  }

  static boolean mayUseValuesOnly(String user, String used) {
    return user.equals("transport") && VALUES_ONLY.contains(used);
  }

  /** Whether a package may use a class that is not of the server. */
  static boolean mayUseLibrary(String user, String className) {
    Optional<Set<String>> users =
        LIBRARIES.entrySet().stream()
            .filter(library -> className.startsWith(library.getKey()))
            .map(Map.Entry::getValue)
            .findFirst();
    return users
        .map(allowed -> allowed.contains(user))
        .orElseGet(() -> COMMON.stream().anyMatch(className::startsWith));
  }
}
