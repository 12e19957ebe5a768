package dev.latchkey;

import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter().importPath(Path.of("target/classes"));

  @Test
  void timeComesFromAClock() {
    noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Clock.class, "systemDefaultZone")
        .check(MAIN);
  }

  @Test
  void noTypeOfALibraryIsInASignatureThatUsersSee() {
    codeUnits().that().arePublic().or().areProtected().should(nameNoLibrary()).check(MAIN);
    fields().that().arePublic().or().areProtected().should(beOfNoLibrary()).check(MAIN);
  }

  @Test
  void publicClassesAreFinal() {
    classes()
        .that()
        .arePublic()
        .and()
        .areNotInterfaces()
        .and()
        .areNotAssignableTo(Exception.class)
        .should()
        .haveModifier(FINAL)
        .check(MAIN);
  }

  @Test
  void theCoreKnowsNoVendor() {
    noClasses()
        .that()
        .resideInAPackage("dev.latchkey")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.latchkey.vendor")
        .check(MAIN);
  }

  /** But for the factories of an interface, which make its implementations. */
  @Test
  void noClassesOfCoreDependOnEachOtherInACycle() {
    SlicesRuleDefinition.slices()
        .assignedFrom(
            new SliceAssignment() {
              @Override
              public SliceIdentifier getIdentifierOf(JavaClass type) {
                return SliceIdentifier.of(topLevel(type).getName());
              }

              @Override
              public String getDescription() {
                return "top-level classes";
              }
            })
        .should()
        .beFreeOfCycles()
        .ignoreDependency(AuthScheme.class, HeaderScheme.class)
        .ignoreDependency(AuthScheme.class, QueryScheme.class)
        .ignoreDependency(AuthScheme.class, CompositeScheme.class)
        .ignoreDependency(AuthScheme.class, ConfiguredScheme.class)
        // A scheme may ask for the credential of another.
        .ignoreDependency(IssueContext.class, AuthScheme.class)
        .ignoreDependency(CredentialParts.Issue.class, AuthScheme.class)
        .check(MAIN);
  }

  private static JavaClass topLevel(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::topLevel).orElse(type);
  }

  private static boolean isOfLibrary(JavaClass type) {
    String name = type.getBaseComponentType().getPackageName();
    return name.startsWith("com.auth0")
        || name.startsWith("com.fasterxml")
        || name.startsWith("com.github.benmanes");
  }

  private static ArchCondition<JavaCodeUnit> nameNoLibrary() {
    return new ArchCondition<>("name no type of a library") {
      @Override
      public void check(JavaCodeUnit unit, ConditionEvents events) {
        boolean named =
            unit.getOwner().getModifiers().contains(PUBLIC)
                && (unit.getReturnType().getAllInvolvedRawTypes().stream()
                        .anyMatch(ArchitectureTest::isOfLibrary)
                    || unit.getParameterTypes().stream()
                        .flatMap(type -> type.getAllInvolvedRawTypes().stream())
                        .anyMatch(ArchitectureTest::isOfLibrary)
                    || unit.getExceptionTypes().stream().anyMatch(ArchitectureTest::isOfLibrary));
        events.add(new SimpleConditionEvent(unit, !named, unit.getFullName()));
      }
    };
  }

  private static ArchCondition<JavaField> beOfNoLibrary() {
    return new ArchCondition<>("be of no library's type") {
      @Override
      public void check(JavaField field, ConditionEvents events) {
        boolean named =
            field.getType().getAllInvolvedRawTypes().stream()
                .anyMatch(ArchitectureTest::isOfLibrary);
        events.add(new SimpleConditionEvent(field, !named, field.getFullName()));
      }
    };
  }
}
