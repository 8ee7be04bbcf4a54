package dev.scorekeeper.cli.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Facts about the machine and the program that figures depend on. */
final class Environments {
  private Environments() {}

  /** All of them, in the order to show them. */
  static Map<String, String> read() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("cpu", line("/proc/cpuinfo", "model name"));
    facts.put("cpus_of_generator", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("pinned_to", line("/proc/self/status", "Cpus_allowed_list"));
    facts.put("system", "%s %s".formatted(property("os.name"), property("os.version")));
    facts.put("java", "%s, %s".formatted(property("java.vm.name"), property("java.vm.version")));
    facts.put(
        "jvm_flags", String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
    facts.put("transport", "plain text");
    return facts;
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }

  private static String line(String file, String key) {
    try {
      List<String> lines = Files.readAllLines(Path.of(file));
      return lines.stream()
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  /** True when a host is this machine; false too when that cannot be found out. */
  static boolean isThisMachine(String target) {
    String host = target.substring(0, target.lastIndexOf(':'));
    try {
      InetAddress address = InetAddress.getByName(host);
      return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (IOException e) {
      return false;
    }
  }
}
