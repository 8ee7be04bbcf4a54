package dev.scorekeeper.server.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.grpc.Channel;
import io.netty.handler.codec.http2.Http2FrameWriter;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import org.jspecify.annotations.NullMarked;

/** The rules, for the packages under some root. */
final class ArchitectureRules {

  private ArchitectureRules() {}

  static ArchRule packageTable(String root) {
    return classes().should(new KeepToPackageTable(root));
  }

  static ArchRule noCycles(String root) {
    return slices().matching(root + ".(*)..").should().beFreeOfCycles();
  }

  static ArchRule nullMarkedPackages() {
    return classes().should(new LiveInNullMarkedPackage());
  }

  /**
   * A gRPC client, or its HTTP/2 encoder, in the server's own process teaches the compiler that
   * what both sides have in common is called in two ways: for good, each answer then costs more.
   */
  static ArchRule noClientInside() {
    return noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Channel.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Http2HeadersEncoder.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Http2FrameWriter.class);
  }

  /** Without the mark NullAway would not look into the package. */
  private static final class LiveInNullMarkedPackage extends ArchCondition<JavaClass> {

    LiveInNullMarkedPackage() {
      super("live in a package whose package-info is @NullMarked");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
      if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
        String message = type.getPackageName() + " is not @NullMarked, seen at " + type.getName();
        events.add(SimpleConditionEvent.violated(type, message));
      }
    }
  }
}
