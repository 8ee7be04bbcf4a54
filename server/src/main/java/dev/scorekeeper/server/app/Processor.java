package dev.scorekeeper.server.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What kind of processor this is, as far as it can change the last bits of a sum. */
final class Processor {

  private static final Path CPUINFO = Path.of("/proc/cpuinfo");

  /** Instruction sets by which numeric kernels are chosen. */
  private static final Set<String> TELLING =
      Set.of(
          "avx",
          "avx2",
          "fma",
          "avx512f",
          "avx512_vnni",
          "avx512_bf16",
          "amx_bf16",
          "amx_tile",
          "asimd",
          "sve",
          "bf16",
          "i8mm");

  private Processor() {}

  /** Such as {@code amd64, Some Processor, avx avx2 fma}. */
  static String describe() {
    List<String> parts = new ArrayList<>();
    parts.add(System.getProperty("os.arch", "unknown"));
    try {
      if (Files.isReadable(CPUINFO)) {
        List<String> lines = Files.readAllLines(CPUINFO);
        parts.add(value(lines, "model name"));
        parts.add(telling(value(lines, "flags") + value(lines, "Features")));
      }
    } catch (IOException e) {
      parts.add("unknown");
    }
    return String.join(", ", parts.stream().filter(part -> !part.isEmpty()).toList());
  }

  private static String value(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("");
  }

  private static String telling(String flags) {
    List<String> found = new ArrayList<>();
    for (String flag : flags.split(" ", -1)) {
      if (TELLING.contains(flag)) {
        found.add(flag);
      }
    }
    return String.join(" ", found);
  }
}
