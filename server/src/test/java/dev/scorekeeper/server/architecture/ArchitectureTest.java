package dev.scorekeeper.server.architecture;

import static com.google.common.truth.Truth.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The server keeps to its package table. */
final class ArchitectureTest {

  private static final String ROOT = "dev.scorekeeper.server";

  private static final JavaClasses SERVER =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void packages_useOnly_whatTheTableAllows() {
    ArchitectureRules.packageTable(ROOT).check(SERVER);
  }

  @Test
  void packages_dependOnEachOther_withoutCycles() {
    ArchitectureRules.noCycles(ROOT).check(SERVER);
  }

  @Test
  void packages_all_areNullMarked() {
    ArchitectureRules.nullMarkedPackages().check(SERVER);
  }

  @Test
  void classes_none_callTheServerFromWithin() {
    ArchitectureRules.noClientInside().check(SERVER);
  }

  @Test
  void importedClasses_areThoseOfTheServer() {
    assertThat(SERVER.contain(ROOT + ".scoring.ModelId")).isTrue();
    assertThat(SERVER.contain(ArchitectureTest.class)).isFalse();
  }
}
