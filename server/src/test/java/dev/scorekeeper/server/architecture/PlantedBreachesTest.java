package dev.scorekeeper.server.architecture;

import static com.google.common.truth.Truth.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each rule sees the breach that is planted for it: a rule that sees nothing guards nothing. */
final class PlantedBreachesTest {

  private static final String ROOT = "dev.scorekeeper.server.architecture.planted";

  private static final JavaClasses PLANTED = new ClassFileImporter().importPackages(ROOT);

  @Test
  void packageTable_batchingUsesRuntime_fails() {
    assertThat(breachesNaming("RunsSession")).isNotEmpty();
    assertThat(breachesNaming("RunsSession").get(0)).contains("batching must not use this");
  }

  @Test
  void packageTable_libraryOfAnotherPackage_fails() {
    assertThat(breachesNaming("KnowsStatus")).isNotEmpty();
  }

  @Test
  void packageTable_jdbc_fails() {
    assertThat(breachesNaming("OpensDatabase")).isNotEmpty();
  }

  @Test
  void packageTable_libraryThatNobodyMayUse_fails() {
    assertThat(breachesNaming("UsesUnlistedLibrary")).isNotEmpty();
  }

  @Test
  void packageTable_transportUsesWorkingPartOfLifecycle_fails() {
    List<String> breaches = breachesNaming("ReadsStates");

    assertThat(breaches).isNotEmpty();
    assertThat(breaches.stream().filter(breach -> !breach.contains("Loader"))).isEmpty();
  }

  @Test
  void packageTable_packageThatIsNotInIt_fails() {
    assertThat(breachesNaming("Stranger")).hasSize(1);
  }

  @Test
  void packageTable_innocentClass_passes() {
    assertThat(breachesNaming("Innocent")).isEmpty();
  }

  @Test
  void noCycles_cycleOfTwoPackages_fails() {
    assertThat(ArchitectureRules.noCycles(ROOT).evaluate(PLANTED).hasViolation()).isTrue();
  }

  @Test
  void nullMarkedPackages_packageWithoutMark_fails() {
    List<String> breaches =
        ArchitectureRules.nullMarkedPackages().evaluate(PLANTED).getFailureReport().getDetails();

    assertThat(breaches).hasSize(1);
    assertThat(breaches.get(0)).contains("stranger is not @NullMarked");
  }

  @Test
  void noClientInside_channelEncoderOrWriter_fails() {
    List<String> breaches =
        ArchitectureRules.noClientInside().evaluate(PLANTED).getFailureReport().getDetails();

    for (String part : List.of("ManagedChannel", "HeadersEncoder", "FrameWriter")) {
      assertThat(breaches.stream().filter(breach -> breach.contains(part)).toList()).isNotEmpty();
    }
    assertThat(
            breaches.stream()
                .filter(breach -> !breach.contains("CallsItself"))
                .filter(breach -> !breach.contains("WritesFrames")))
        .isEmpty();
  }

  private static List<String> breachesNaming(String simpleName) {
    return ArchitectureRules.packageTable(ROOT)
        .evaluate(PLANTED)
        .getFailureReport()
        .getDetails()
        .stream()
        .filter(breach -> breach.contains(simpleName))
        .toList();
  }
}
