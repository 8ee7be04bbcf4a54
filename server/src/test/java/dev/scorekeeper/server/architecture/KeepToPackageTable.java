package dev.scorekeeper.server.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvent;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** The condition that a class uses only what {@link PackageTable} allows its package. */
final class KeepToPackageTable extends ArchCondition<JavaClass> {

  private final String root;

  /** Checks classes of the packages right under {@code root}. */
  KeepToPackageTable(String root) {
    super("use only what the package table allows");
    this.root = root;
  }

  @Override
  public void check(JavaClass user, ConditionEvents events) {
    String from = packageUnderRoot(user);
    if (!PackageTable.names().contains(from)) {
      events.add(violated(user, user.getName() + " is in a package that is not in the table"));
    }
    for (Dependency dependency : user.getDirectDependenciesFromSelf()) {
      JavaClass used = dependency.getTargetClass().getBaseComponentType();
      if (!used.isPrimitive() && !mayUse(from, used)) {
        events.add(violated(user, from + " must not use this: " + dependency.getDescription()));
      }
    }
  }

  private boolean mayUse(String from, JavaClass used) {
    if (!used.getPackageName().startsWith(root)) {
      return PackageTable.mayUseLibrary(from, used.getName());
    }
    String to = packageUnderRoot(used);
    return PackageTable.mayUse(from, to)
        && (!PackageTable.mayUseValuesOnly(from, to) || isValue(used));
  }

  /**
   * Records, enums, the sealed types over them, and the exceptions and constants they come with.
   */
  private static boolean isValue(JavaClass used) {
    return used.isRecord() || used.isEnum() || used.reflect().isSealed();
  }

  /** "batching" for a class of {@code <root>.batching} or of a package below it. */
  private String packageUnderRoot(JavaClass type) {
    String name = type.getPackageName();
    if (name.length() <= root.length()) {
      return "";
    }
    return name.substring(root.length() + 1).split("\\.", 2)[0];
  }

  private static ConditionEvent violated(JavaClass user, String message) {
    return SimpleConditionEvent.violated(user, message);
  }
}
