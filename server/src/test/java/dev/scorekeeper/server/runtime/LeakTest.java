package dev.scorekeeper.server.runtime;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loading, running and closing leaves native memory flat.
 *
 * <p>The numbers are small here; {@code -Dscorekeeper.leak.loads=1000
 * -Dscorekeeper.leak.runs=10000000} makes them telling.
 */
@EnabledOnOs(OS.LINUX)
final class LeakTest {

  private static final Logger logger = LoggerFactory.getLogger(LeakTest.class);

  private static final int LOADS = Integer.getInteger("scorekeeper.leak.loads", 40);
  private static final int RUNS = Integer.getInteger("scorekeeper.leak.runs", 40_000);

  /** The C library's heap and the JVM's own memory settle this far, whatever the numbers. */
  private static final long ALLOWED_GROWTH_KIB = 24 * 1024;

  private static final Pattern REPORT = Pattern.compile("resident KiB: (\\d+) (\\d+)");

  @Test
  void loadRunClose_manyTimes_keepsMemoryFlat() throws Exception {
    assertFlat("loads", 80, LOADS);
  }

  @Test
  void run_manyTimes_keepsMemoryFlat() throws Exception {
    assertFlat("runs", 40_000, RUNS);
  }

  private static void assertFlat(String what, int warmUp, int measured) throws Exception {
    String output = probe(what, warmUp, measured);
    Matcher report = REPORT.matcher(output);
    assertWithMessage("%s", output).that(report.find()).isTrue();
    long before = Long.parseLong(report.group(1));
    long after = Long.parseLong(report.group(2));
    logger.info("{} {}: resident memory went from {} to {} KiB", measured, what, before, after);
    assertThat(after - before).isLessThan(ALLOWED_GROWTH_KIB);
  }

  private static String probe(String what, int warmUp, int measured)
      throws IOException, InterruptedException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xms96m",
            "-Xmx96m",
            "-XX:+AlwaysPreTouch",
            "-XX:+UseSerialGC",
            "-cp",
            classPath,
            LeakProbe.class.getName(),
            what,
            Integer.toString(warmUp),
            Integer.toString(measured));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      byte[] output = process.getInputStream().readAllBytes();
      process.waitFor();
      return new String(output, StandardCharsets.UTF_8);
    } finally {
      process.destroyForcibly();
    }
  }
}
