package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The command {@code scorekeeper}, in a folder of its own, with a {@code java} that only says how
 * it was called and no Maven.
 */
final class LauncherTest {

  private static final List<String> TOOLS =
      List.of(
          "basename",
          "bash",
          "cat",
          "cksum",
          "dirname",
          "env",
          "find",
          "grep",
          "head",
          "mkdir",
          "mv",
          "readlink",
          "rm",
          "sed",
          "sh",
          "sleep",
          "tail",
          "touch",
          "tr",
          "xargs");

  @TempDir Path folder;

  private Path launcher = Path.of("");
  private Path bin = Path.of("");
  private final Map<String, String> environment = new HashMap<>();

  /** What a command gave back. */
  private record Result(int code, String output) {}

  @BeforeEach
  void copyLauncher() throws IOException {
    Path home = Files.createDirectories(folder.resolve("home with a space"));
    launcher = Files.copy(Path.of("../scorekeeper"), home.resolve("scorekeeper"));
    makeExecutable(launcher);
    bin = Files.createDirectories(folder.resolve("bin"));
    for (String tool : TOOLS) {
      Files.createSymbolicLink(bin.resolve(tool), find(tool));
    }
  }

  private static Path find(String tool) {
    return Stream.of(String.valueOf(System.getenv("PATH")).split(":", -1))
        .map(directory -> Path.of(directory, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + tool + " on the PATH"));
  }

  private static void makeExecutable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void putJava(int version) throws IOException {
    Path java = bin.resolve("java");
    Files.writeString(
        java,
        """
        #!/usr/bin/env bash
        if [ "$1" = -version ]; then
          echo 'openjdk version "%d.0.1" 2026-01-01' >&2
        else
          printf 'oneDNN=%%s' "$TF_ENABLE_ONEDNN_OPTS"
          printf '<%%s>' "$@"
        fi
        """
            .formatted(version));
    makeExecutable(java);
  }

  /** A tool that is a script. */
  private void putTool(String name, String script) throws IOException {
    Path tool = bin.resolve(name);
    Files.writeString(tool, "#!/usr/bin/env bash\n" + script);
    makeExecutable(tool);
  }

  /** A Java that says what it was told about the commit. */
  private void putJavaThatTellsTheCommit() throws IOException {
    putTool(
        "java",
        """
        if [ "$1" = -version ]; then
          echo 'openjdk version "17.0.1" 2026-01-01' >&2
        else
          printf 'commit=<%s>' "${SCOREKEEPER_COMMIT-none}"
        fi
        """);
  }

  /** A Maven that makes the files that the launcher looks for, and a git that knows a commit. */
  private void putBuildTools(String changedFiles) throws IOException {
    putTool("javac", "");
    putTool(
        "mvn",
        """
        if [ "$1" = -v ]; then echo 'Apache Maven 3.9.9'; exit; fi
        while [ "$1" != -f ]; do shift; done
        home=$(dirname "$2")
        for module in server client/cli; do
          mkdir -p "$home/$module/target"
          : >"$home/$module/target/scorekeeper-module.jar"
          printf '%s' "$home/pom.xml" >"$home/$module/target/runtime.classpath"
        done
        """);
    putTool(
        "git",
        """
        case "$*" in
          *rev-parse*) echo 0a1b2c ;;
          *status*) echo '%s' ;;
        esac
        """
            .formatted(changedFiles));
    Files.writeString(launcher.resolveSibling("pom.xml"), "<project/>");
  }

  private void makeRelease() throws IOException {
    Path home = requireNonNull(launcher.toAbsolutePath().getParent());
    for (String folder : List.of("lib/server", "lib/cli")) {
      Files.createDirectories(home.resolve(folder));
      for (String jar : List.of("b.jar", "a.jar")) {
        Files.writeString(home.resolve(folder).resolve(jar), jar);
      }
    }
  }

  private Result run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeAll(
            List.of(
                "JAVA_HOME",
                "TF_ENABLE_ONEDNN_OPTS",
                "SCOREKEEPER_JAVA_OPTS",
                "SCOREKEEPER_COMMIT",
                "SCOREKEEPER_PLUGINS"));
    builder.environment().put("PATH", bin.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), output);
  }

  @Test
  void help_withoutJava_listsTheCommands() throws Exception {
    Result result = run("--help");
    assertThat(result.code()).isEqualTo(0);
    for (String command : List.of("demo", "serve", "models", "predict", "status")) {
      assertThat(result.output()).contains("  " + command + " ");
    }
  }

  @Test
  void nothing_misused() throws Exception {
    Result result = run();
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.output()).contains("Usage: scorekeeper");
  }

  @Test
  void serve_noJava_saysWhatToInstall() throws Exception {
    Result result = run("serve");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.output()).contains("there is no Java: install a JDK, version 17 or newer");
  }

  @Test
  void serve_oldJava_saysWhichItFound() throws Exception {
    putJava(11);
    Result result = run("serve");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.output()).contains("Java 17 or newer is needed");
    assertThat(result.output()).contains("is version 11");
  }

  @Test
  void serve_notBuiltAndNoMaven_saysSo() throws Exception {
    putJava(17);
    Result result = run("serve");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.output()).contains("there is no Maven to build it");
  }

  @Test
  void serve_release_startsTheServerWithItsArguments() throws Exception {
    putJava(17);
    makeRelease();
    Result result = run("serve", "--port", "1", "--models", "a b");
    assertThat(result.code()).isEqualTo(0);
    assertThat(result.output())
        .endsWith("<dev.scorekeeper.server.app.ServerMain><--port><1><--models><a b>");
    assertThat(result.output())
        .containsMatch("<-cp><[^<:]*/lib/server/a.jar:[^<:]*/home with a space/lib/server/b.jar>");
    assertThat(result.output()).doesNotContain("native-access");
  }

  @Test
  void serve_plugIns_comeBehindTheServersJars() throws Exception {
    putJava(17);
    makeRelease();
    environment.put("SCOREKEEPER_PLUGINS", "/metrics/one.jar:/metrics/two.jar");
    assertThat(run("serve").output())
        .contains("/lib/server/b.jar:/metrics/one.jar:/metrics/two.jar>");
  }

  @Test
  void serve_newJava_allowsNativeAccess() throws Exception {
    putJava(25);
    makeRelease();
    Result result = run("serve");
    assertThat(result.output()).contains("<--enable-native-access=ALL-UNNAMED>");
    assertThat(result.output()).contains("<--sun-misc-unsafe-memory-access=allow>");
  }

  /** File of the start cache that a command said it would write or use. */
  private static Path startCache(String flag, Result result) {
    Matcher matcher = Pattern.compile("<-XX:" + flag + "=([^>]*)>").matcher(result.output());
    assertWithMessage("%s in %s", flag, result.output()).that(matcher.find()).isTrue();
    return Path.of(matcher.group(1));
  }

  /** What a server leaves that recorded, was ready, and stopped. */
  private static void complete(Path recording) throws IOException {
    Files.writeString(recording, "cache");
    Files.writeString(recording.resolveSibling(recording.getFileName() + ".complete"), "");
  }

  @ParameterizedTest
  @CsvSource({"17, ArchiveClassesAtExit, SharedArchiveFile", "25, AOTCacheOutput, AOTCache"})
  void serve_again_usesTheCacheOfTheFirstUntilAJarChanges(int version, String write, String use)
      throws Exception {
    putJava(version);
    makeRelease();
    Path folder = launcher.resolveSibling("lib/cache");
    Result first = run("serve");
    Path recording = startCache(write, first);
    assertThat(recording.getParent()).isEqualTo(folder);
    assertThat(first.output()).contains("<-Dscorekeeper.start-cache=" + recording + ">");
    complete(recording);

    Path cache = startCache(use, run("serve"));
    assertThat(recording.toString()).startsWith(cache + ".");
    assertThat(Files.readString(cache)).isEqualTo("cache");
    assertThat(filesOf(folder)).containsExactly(cache);

    Path jar = launcher.resolveSibling("lib/server/a.jar");
    Files.setLastModifiedTime(
        jar, FileTime.from(Files.getLastModifiedTime(cache).toInstant().plusSeconds(5)));
    assertThat(startCache(write, run("serve")).toString()).startsWith(cache + ".");
    assertThat(Files.exists(cache)).isFalse();
  }

  private static List<Path> filesOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @ParameterizedTest
  @CsvSource({"17, ArchiveClassesAtExit", "25, AOTCacheOutput"})
  void serve_afterARecordingThatIsNotComplete_recordsAgain(int version, String write)
      throws Exception {
    putJava(version);
    makeRelease();
    Path recording = startCache(write, run("serve"));
    Files.writeString(recording, "cache of a server that was never ready");

    startCache(write, run("serve"));

    assertThat(Files.exists(recording)).isFalse();
  }

  @Test
  void serve_completeButNotYetWritten_waitsForTheNextStart() throws Exception {
    putJava(17);
    makeRelease();
    Path recording = startCache("ArchiveClassesAtExit", run("serve"));
    complete(recording);
    Files.delete(recording);
    startCache("ArchiveClassesAtExit", run("serve"));

    Files.writeString(recording, "cache");

    startCache("SharedArchiveFile", run("serve"));
  }

  @Test
  void serve_severalRecorded_takesOneAndLeavesNoOther() throws Exception {
    putJava(17);
    makeRelease();
    Path one = startCache("ArchiveClassesAtExit", run("serve"));
    Path other = startCache("ArchiveClassesAtExit", run("serve"));
    assertThat(other).isNotEqualTo(one);
    complete(one);
    complete(other);

    Path cache = startCache("SharedArchiveFile", run("serve"));

    assertThat(filesOf(launcher.resolveSibling("lib/cache"))).containsExactly(cache);
  }

  @Test
  void serve_otherJava_doesNotUseTheCache() throws Exception {
    putJava(17);
    makeRelease();
    complete(startCache("ArchiveClassesAtExit", run("serve")));
    Path cache = startCache("SharedArchiveFile", run("serve"));
    putJava(18);

    assertThat(startCache("ArchiveClassesAtExit", run("serve")).toString())
        .doesNotContain(cache.toString());
  }

  @Test
  void serve_cacheUnwantedOrImpossible_startsWithout() throws Exception {
    putJava(25);
    makeRelease();
    Files.writeString(launcher.resolveSibling("lib/cache"), "a file in its place");
    Result result = run("serve");
    assertThat(result.code()).isEqualTo(0);
    assertThat(result.output()).doesNotContain("XX:AOT");

    Files.delete(launcher.resolveSibling("lib/cache"));
    environment.put("SCOREKEEPER_START_CACHE", "off");
    assertThat(run("serve").output()).doesNotContain("XX:AOT");
    environment.put("SCOREKEEPER_START_CACHE", "on");
    environment.put("SCOREKEEPER_JAVA_OPTS", "-XX:AOTCache=mine");
    assertThat(run("serve").output()).doesNotContain("AOTCacheOutput");
  }

  @Test
  void serve_clone_tellsTheCommitThatWasBuilt() throws Exception {
    putJavaThatTellsTheCommit();
    putBuildTools("");
    Files.createDirectories(launcher.resolveSibling(".git"));
    assertThat(run("serve").output()).endsWith("commit=<0a1b2c>");

    // What was built stays what it is when the repository moves on.
    putTool("git", "echo another");
    assertThat(run("serve").output()).isEqualTo("commit=<0a1b2c>");
  }

  @Test
  void serve_cloneWithChanges_saysSo() throws Exception {
    putJavaThatTellsTheCommit();
    putBuildTools(" M server/src/main/java/A.java");
    Files.createDirectories(launcher.resolveSibling(".git"));
    assertThat(run("serve").output()).endsWith("commit=<0a1b2c-dirty>");
  }

  @Test
  void serve_sourcesWithoutARepository_tellNoCommit() throws Exception {
    putJavaThatTellsTheCommit();
    putBuildTools("");
    assertThat(run("serve").output()).endsWith("commit=<>");
  }

  @Test
  void serve_release_tellsTheCommitThatWasAssembledOrIsGiven() throws Exception {
    putJavaThatTellsTheCommit();
    makeRelease();
    assertThat(run("serve").output()).isEqualTo("commit=<none>");

    Files.writeString(launcher.resolveSibling("lib/COMMIT"), "5f3a9c\n");
    assertThat(run("serve").output()).isEqualTo("commit=<5f3a9c>");
    environment.put("SCOREKEEPER_COMMIT", "mine");
    assertThat(run("serve").output()).isEqualTo("commit=<mine>");
  }

  @Test
  void otherCommand_release_startsTheCommandLine() throws Exception {
    putJava(21);
    makeRelease();
    Result result = run("predict", "digits", "--data", "x.npy");
    assertThat(result.code()).isEqualTo(0);
    assertThat(result.output())
        .endsWith("<dev.scorekeeper.cli.Main><predict><digits><--data><x.npy>");
  }

  @Test
  void serve_oneDnnOffInTheSettings_offInTheEnvironment() throws Exception {
    putJava(17);
    makeRelease();
    Files.writeString(folder.resolve("s.yaml"), "runtime:\n  onednn: false\n");
    assertThat(run("serve").output()).contains("oneDNN=1");
    assertThat(run("serve", "--config", "s.yaml").output()).contains("oneDNN=0");
    assertThat(run("serve", "--config=s.yaml").output()).contains("oneDNN=0");
    assertThat(run("serve", "--set", "runtime.onednn=false").output()).contains("oneDNN=0");
  }
}
