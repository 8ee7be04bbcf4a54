package dev.scorekeeper.server.lifecycle;

import static com.google.common.truth.Truth.assertThat;
import static java.util.Objects.requireNonNull;

import dev.scorekeeper.server.lifecycle.FolderScan.FoundVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FolderScannerTest {

  @TempDir private Path base;

  private Path root;
  private FolderScanner scanner;

  @BeforeEach
  void setUp() throws IOException {
    root = Files.createDirectory(base.resolve("models"));
    scanner = new FolderScanner(Optional.of(root), Map.of());
  }

  private Path version(String model, String version) throws IOException {
    Path folder = Files.createDirectories(root.resolve(model).resolve(version));
    Files.writeString(folder.resolve("saved_model.pb"), "graph");
    return folder;
  }

  @Test
  void scan_modelsFolder_findsVersionsAndPassesOverTheRest() throws IOException {
    version("digits", "1");
    version("digits", "0012");
    version("digits", "data");
    version("digits", "-3");
    version("digits", "99999999999999999999");
    version("digits", ".4");
    version(".hidden", "1");
    Files.createDirectory(root.resolve("empty"));
    Files.writeString(root.resolve("README"), "no model");
    Files.writeString(root.resolve("digits").resolve("7"), "no folder");

    FolderScan scan = scanner.scan();

    assertThat(scan.models().keySet()).containsExactly("digits", "empty");
    assertThat(versions(scan, "digits").keySet()).containsExactly(12L, 1L).inOrder();
    assertThat(versions(scan, "empty")).isEmpty();
  }

  @Test
  void scan_sameVersionTwice_takesTheShorterName() throws IOException {
    version("m", "001");
    version("m", "1");
    version("m", "01");

    assertThat(version1(scanner.scan()).folder().getFileName().toString()).isEqualTo("1");
  }

  @Test
  void scan_namedFolder_isAModelAndWinsOverTheModelsFolder() throws IOException {
    version("m", "1");
    Path elsewhere = Files.createDirectories(base.resolve("elsewhere").resolve("5")).getParent();
    FolderScanner named = new FolderScanner(Optional.of(root), Map.of("m", elsewhere));
    FolderScanner alone = new FolderScanner(Optional.empty(), Map.of("x", elsewhere));

    assertThat(versions(named.scan(), "m").keySet()).containsExactly(5L);
    assertThat(alone.scan().models().keySet()).containsExactly("x");
  }

  @Test
  void scan_folderThatIsALink_isFollowed() throws IOException {
    Path real = version("m", "1");
    Files.createDirectory(root.resolve("linked"));
    Files.createSymbolicLink(root.resolve("linked").resolve("2"), real);
    Files.createSymbolicLink(root.resolve("m").resolve("3"), root.resolve("nowhere"));

    FolderScan scan = scanner.scan();

    assertThat(versions(scan, "linked").keySet()).containsExactly(2L);
    assertThat(versions(scan, "m").keySet()).containsExactly(1L);
  }

  @Test
  void scan_missingFolders_areKnownToBeGone() throws IOException {
    Files.delete(root);
    FolderScanner both = new FolderScanner(Optional.of(root), Map.of("x", base.resolve("x")));

    FolderScan scan = both.scan();

    assertThat(scan.models()).isEmpty();
    assertThat(scan.tellsOf("m")).isTrue();
    assertThat(scan.tellsOf("x")).isTrue();
  }

  @Test
  void fingerprint_changesWithNamesSizesTimesAndSettings() throws IOException {
    Path folder = version("m", "1");
    Path file = folder.resolve("saved_model.pb");
    Fingerprint first = look();
    assertThat(look()).isEqualTo(first);

    Files.createDirectories(folder.resolve("variables"));
    Files.writeString(folder.resolve("variables").resolve("index"), "x");
    Fingerprint added = look();
    Files.writeString(file, "longer graph");
    Fingerprint longer = look();
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
    Fingerprint older = look();
    Files.move(file, folder.resolve("saved_model.pbtxt"));
    Fingerprint renamed = look();
    Files.writeString(root.resolve("m").resolve("scorekeeper.yaml"), "outputs: {}");
    Fingerprint configured = look();

    assertThat(Set.of(first, added, longer, older, renamed, configured)).hasSize(6);
  }

  @Test
  void fingerprint_loopOfLinks_ends() throws IOException {
    Path folder = version("m", "1");
    Files.createSymbolicLink(folder.resolve("self"), folder);

    assertThat(look()).isEqualTo(look());
  }

  private Fingerprint look() {
    return version1(scanner.scan()).fingerprint();
  }

  private static FoundVersion version1(FolderScan scan) {
    return requireNonNull(versions(scan, "m").get(1L));
  }

  private static SortedMap<Long, FoundVersion> versions(FolderScan scan, String model) {
    return requireNonNull(scan.models().get(model));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "1a", "-1", "+1", "1.0", "९", "99999999999999999999"})
  void versionNumber_anythingElse_isNone(String name) {
    assertThat(FolderScanner.versionNumber(name)).isEqualTo(OptionalLong.empty());
  }
}
