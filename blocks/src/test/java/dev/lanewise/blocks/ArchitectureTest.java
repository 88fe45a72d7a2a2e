package dev.lanewise.blocks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The arrows between this module's packages. A new arrow is a decision: add it here first. */
class ArchitectureTest {
  private static final String ROOT = "dev.lanewise.blocks";

  private static final JavaClasses BLOCKS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @ParameterizedTest(name = "{0} does not use {1}")
  @CsvSource({
    "dev.lanewise.blocks.weights, dev.lanewise.blocks",
    "dev.lanewise.blocks.weights, dev.lanewise.blocks.model",
    "dev.lanewise.blocks.weights, dev.lanewise.blocks.image",
    "dev.lanewise.blocks,         dev.lanewise.blocks.model",
    "dev.lanewise.blocks,         dev.lanewise.blocks.image",
    "dev.lanewise.blocks.model,   dev.lanewise.blocks.image",
    "dev.lanewise.blocks.image,   dev.lanewise.blocks",
    "dev.lanewise.blocks.image,   dev.lanewise.blocks.model",
    "dev.lanewise.blocks.image,   dev.lanewise.blocks.weights",
    "dev.lanewise.blocks.onnx,    dev.lanewise.blocks",
    "dev.lanewise.blocks.onnx,    dev.lanewise.blocks.model",
    "dev.lanewise.blocks.onnx,    dev.lanewise.blocks.image",
    "dev.lanewise.blocks.image,   dev.lanewise.blocks.onnx",
    "dev.lanewise.blocks.model,   dev.lanewise.blocks.onnx",
    "dev.lanewise.blocks.weights, dev.lanewise.blocks.onnx",
    "dev.lanewise.blocks..,       dev.lanewise.engine.internal..",
    "dev.lanewise.blocks.internal.., dev.lanewise.blocks",
    "dev.lanewise.blocks.internal.., dev.lanewise.blocks.onnx",
    // The reader of ONNX computes constants with it.
    "dev.lanewise.blocks,         dev.lanewise.engine.reference",
    "dev.lanewise.blocks.model,   dev.lanewise.engine.reference",
    "dev.lanewise.blocks.image,   dev.lanewise.engine.reference",
    "dev.lanewise.blocks.weights, dev.lanewise.engine.reference"
  })
  void arrowIsAbsent(String from, String to) {
    noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(to)
        .check(BLOCKS);
  }

  @Test
  void onlyReadersOfWeightsUseJackson() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".weights")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.fasterxml..")
        .check(BLOCKS);
  }

  @Test
  void onlyTheOnnxPackageUsesProtobuf() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".onnx")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.google.protobuf..", "ai.onnx..", "org.tribuo..")
        .check(BLOCKS);
  }

  @Test
  void everyPackageIsNullMarked() {
    var unmarked =
        BLOCKS.stream()
            .map(JavaClass::getPackage)
            .filter(owner -> !owner.isAnnotatedWith(NullMarked.class))
            .map(owner -> owner.getName())
            .collect(Collectors.toSet());
    assertThat(unmarked).as("packages without @NullMarked in their package-info").isEmpty();
  }
}
