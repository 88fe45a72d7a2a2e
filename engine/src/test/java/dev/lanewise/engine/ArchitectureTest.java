package dev.lanewise.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arrows between the engine's packages. A new arrow is a decision: add it here first. */
class ArchitectureTest {

  private static final String ROOT = "dev.lanewise.engine";

  private static final JavaClasses ENGINE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  /**
   * Each package beside what it may use of the rest of the engine; {@code .} is the root package.
   */
  @ParameterizedTest(name = "{0} uses only [{1}]")
  @CsvSource({
    "op,                 .",
    "reference,          . op internal.array internal.parallel",
    "reference.gradient, . op",
    "internal.compile,   . op reference",
    "internal.parallel,  ''",
    "internal.kernel,    ''",
    "internal.array,     . op internal.kernel internal.parallel",
    "internal.gemm,      internal.kernel internal.parallel",
    "internal.conv,      internal.kernel internal.gemm internal.parallel",
    "internal.exec,      . op internal.kernel internal.array internal.gemm internal.parallel internal.conv internal.compile",
  })
  void packageUsesOnly(String name, String allowed) {
    List<String> packages = new ArrayList<>(List.of(ROOT + "." + name));
    for (String each : allowed.isBlank() ? new String[0] : allowed.split(" ")) {
      packages.add(each.equals(".") ? ROOT : ROOT + "." + each);
    }
    noClasses()
        .that()
        .resideInAPackage(ROOT + "." + name)
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are in the engine, but in none of " + packages,
                type ->
                    type.getPackageName().startsWith(ROOT)
                        && !packages.contains(type.getPackageName())))
        .allowEmptyShould(true)
        .check(ENGINE);
  }

  /** The reference shares the array operators' loops, see docs/adr/0009-array-operators.md. */
  @Test
  void onlyTheFacadeReachesIntoInternalPackages() {
    noClasses()
        .that()
        .resideOutsideOfPackages(ROOT, ROOT + ".internal..", ROOT + ".reference")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".internal..")
        .check(ENGINE);
  }

  /** See {@code Lanes.offHeap} for what becomes of a kernel that does not. */
  @Test
  void methodsThatReadOrWriteVectorsSayThatTheirSegmentsAreOffHeap() {
    var methods =
        ENGINE.stream()
            .flatMap(type -> type.getMethods().stream())
            .filter(method -> calls(method, "fromMemorySegment", "intoMemorySegment"))
            .toList();
    assertThat(methods)
        .hasSizeGreaterThan(50)
        .allSatisfy(method -> assertThat(calls(method, "offHeap")).as("%s", method).isTrue());
  }

  private static boolean calls(JavaMethod method, String... names) {
    return method.getMethodCallsFromSelf().stream()
        .anyMatch(call -> List.of(names).contains(call.getTarget().getName()));
  }

  @Test
  void publicSignaturesNameNoHiddenType() {
    List<String> exposed = new ArrayList<>();
    for (JavaClass type : ENGINE) {
      if (isHidden(type)) {
        continue;
      }
      for (JavaMember member : type.getMembers()) {
        for (JavaClass named : member.getAllInvolvedRawTypes()) {
          if (isCallable(member) && isHidden(named)) {
            exposed.add(member.getFullName() + " names " + named.getName());
          }
        }
      }
    }
    assertThat(exposed).isEmpty();
  }

  private static boolean isCallable(JavaMember member) {
    return member.getModifiers().contains(JavaModifier.PUBLIC)
        || member.getModifiers().contains(JavaModifier.PROTECTED);
  }

  private static boolean isHidden(JavaClass type) {
    return type.getPackageName().startsWith(ROOT)
        && (type.getPackageName().startsWith(ROOT + ".internal")
            || !type.getModifiers().contains(JavaModifier.PUBLIC));
  }

  @Test
  void onlyKernelsUseTheVectorApi() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".internal.kernel")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator..")
        .check(ENGINE);
  }

  @Test
  void nothingOutsideTheJdkIsUsed() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            ROOT + "..", "java..", "jdk..", "com.sun.management..", "org.jspecify..")
        .check(ENGINE);
  }

  @Test
  void everyPackageIsNullMarked() {
    List<String> unmarked = new ArrayList<>();
    for (JavaClass type : ENGINE) {
      JavaPackage owner = type.getPackage();
      if (!owner.isAnnotatedWith(NullMarked.class) && !unmarked.contains(owner.getName())) {
        unmarked.add(owner.getName());
      }
    }
    assertThat(unmarked).as("packages without @NullMarked in their package-info").isEmpty();
  }
}
