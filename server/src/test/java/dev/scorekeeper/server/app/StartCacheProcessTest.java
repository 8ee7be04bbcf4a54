package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that write and use a CDS archive: whoever starts from one compiles what is called often
 * in it, even though it was waiting for the compiler when the archive's process came to its end.
 */
final class StartCacheProcessTest {

  private static final int METHODS = 600;
  private static final Pattern COMPILED = Pattern.compile("Program::m(\\d+) ");

  /** With the compiler called in early: it is far behind when these are over. */
  private static final int FIRST_CALLS = 100;

  private static final String EARLY = "-XX:CompileThresholdScaling=0.002";

  /** Often enough for any method to be compiled. */
  private static final int LATER_CALLS = 20_000;

  @TempDir Path folder;
  private Path jar;
  private Path archive;

  /** Calls each of its methods so many times, and ends as the server does. */
  private static String program() {
    return """
        package dev.scorekeeper.server.app;
        import java.nio.file.Path;
        import java.time.Duration;
        public class Program {
          static int n;
          static int sum;
          %s
          %s
          public static void main(String[] arguments) {
            n = Integer.parseInt(arguments[0]);
            %s
            new StartCache(Path.of(arguments[1]), new CompilerBacklog(), Duration.ofSeconds(60)).complete();
            System.out.println("sum " + sum);
            Runtime.getRuntime().halt(0);
          }
        }
        """
        .formatted(
            forEach(
                "static int m%1$d(int x) { return x * %1$d + Integer.toString(x).hashCode(); }"),
            forEach("static void call%1$d() { for (int i = 0; i < n; i++) sum += m%1$d(i); }"),
            forEach("call%1$d();"));
  }

  private static String forEach(String format) {
    return IntStream.range(0, METHODS).mapToObj(format::formatted).collect(joining("\n"));
  }

  @BeforeEach
  void compile() throws Exception {
    jar = folder.resolve("program.jar");
    archive = folder.resolve("archive");
    Path source = Files.writeString(folder.resolve("Program.java"), program());
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                source.toString());
    assertThat(code).isEqualTo(0);
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      String program = "dev/scorekeeper/server/app/Program.class";
      add(out, program, Files.readAllBytes(folder.resolve(program)));
      add(out, StartCache.class);
      add(out, CompilerBacklog.class);
    }
  }

  private static void add(JarOutputStream jar, Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    try (InputStream in = requireNonNull(type.getClassLoader()).getResourceAsStream(name)) {
      add(jar, name, requireNonNull(in).readAllBytes());
    }
  }

  private static void add(JarOutputStream jar, String name, byte[] bytes) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    jar.write(bytes);
    jar.closeEntry();
  }

  private String run(int calls, String... flags) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    String libraries =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> entry.endsWith(".jar"))
            .filter(entry -> entry.contains("slf4j") || entry.contains("logback"))
            .collect(joining(File.pathSeparator));
    command.addAll(List.of("-cp", jar + File.pathSeparator + libraries));
    command.addAll(
        List.of("dev.scorekeeper.server.app.Program", Integer.toString(calls), archive.toString()));
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(120, TimeUnit.SECONDS);
    process.destroyForcibly();
    String text = Files.readString(output, UTF_8);
    assertWithMessage("%s: %s", command, text).that(ended && process.exitValue() == 0).isTrue();
    return text;
  }

  @Test
  void complete_methodsWaitForTheCompiler_areCompiledByTheNextProcess() throws Exception {
    run(FIRST_CALLS, EARLY, "-XX:ArchiveClassesAtExit=" + archive);
    assertThat(Files.exists(folder.resolve("archive.complete"))).isTrue();
    assertThat(Files.size(archive)).isGreaterThan(0);

    String printed = run(LATER_CALLS, "-XX:SharedArchiveFile=" + archive, "-XX:+PrintCompilation");

    Set<Integer> compiled = new TreeSet<>();
    Matcher lines = COMPILED.matcher(printed);
    while (lines.find()) {
      compiled.add(Integer.valueOf(lines.group(1)));
    }
    Set<Integer> missing = new TreeSet<>(IntStream.range(0, METHODS).boxed().toList());
    missing.removeAll(compiled);
    assertThat(missing).isEmpty();
  }
}
