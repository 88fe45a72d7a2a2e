package dev.lanewise.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no file can make right: exit code 2, and one or two lines. */
class WrongUsageTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "frobnicate                                   | frobnicate",
        "classify --topp 3                            | --topp",
        "classify --top 0                             | '0' is not a whole number from 1 to",
        "classify --top many                          | 'many' is not a whole number",
        "classify --top                               | --top",
        "classify --threads 0                         | '0' is not a whole number from 1 to 1024",
        "classify --threads 100000                    | '100000' is not a whole number",
        "classify --model resnet19                    | no network \"resnet19\"",
        "classify --model resnet50                    | needs --weights FILE or --weights seeded",
        "classify --model fpn_resnet18 --weights seeded | gives features, not classes; run fpn_resnet18",
        "classify --statistics mnist                  | 'mnist' is neither imagenet nor cifar10",
        "classify --mean NaN,0,0                      | 'NaN,0,0' is not three numbers",
        "classify --std 0.5,0.5                       | '0.5,0.5' is not three numbers",
        "classify --std 0.5,0,0.5                     | --std: nothing can be divided by 0",
        "inspect                                      | MODEL",
        "inspect a.onnx --weights seeded              | an ONNX file has weights of its own",
        "inspect resnet51                             | no network \"resnet51\"",
        "inspect resnet18 resnet34                    | resnet34",
        "inspect resnet18 --input-size 224            | '224' is not HEIGHTxWIDTH",
        "inspect resnet18 --input-size 0x224          | '0x224' is not HEIGHTxWIDTH",
        "inspect resnet18 --input-size 224x-1         | '224x-1' is not HEIGHTxWIDTH",
        "run --weights seeded --input a --output b    | MODEL",
        "run resnet20 --input a --output b            | --weights",
        "run resnet20 --weights seeded --output b     | --input",
        "run resnet20 --weights seeded --input a      | --output",
        "run nosuch --weights seeded --input a --output b | no network \"nosuch\"",
        "run resnet20 --weights seeded --input y=a --output b | has no input \"y\"",
        "run resnet20 --weights seeded --input a --input b --output c | --input is given twice",
        "run resnet20 --weights seeded --input a --output b --value x.y | no such layer",
        "run resnet20 --weights seeded --input a --output b --precision half | 'half' is no precision",
        "versus --peers tensorflow                    | no peer \"tensorflow\"; there are onnxruntime",
        "versus --models resnet18,resnet19            | no network \"resnet19\"",
        "versus --threads 1,0                         | '0' is not a whole number from 1 to 1024",
        "versus --precision exactly                   | 'exactly' is no precision",
        "versus --batch 0                             | '0' is not a whole number",
        "versus --rounds 0                            | '0' is not a whole number",
        "versus resnet18                              | resnet18",
        "startup                                      | MODEL",
        "startup resnet51                             | no network \"resnet51\"",
        "startup resnet20 --launches 0                | '0' is not a whole number",
        "study                                        | subcommand",
        "study gradients --depths 50                  | '50' is not FIRST..LAST, such as 1..50",
        "study gradients --depths 0..5                | '0' is not a whole number from 1 to 1000",
        "study gradients --depths 9..5                | '5' is not a whole number from 9 to 1000",
        "study gradients --width 0                    | '0' is not a whole number from 1 to 2000",
        "study gradients --depths 1..1000 --width 200 | would have 40000000 weights, at most 20000000",
        "study gradients --seeds 0                    | '0' is not a whole number from 1 to 10000",
        "jmh -f many                                  | many",
      })
  void isToldInAtMostTwoLinesThatNameTheArgument(String arguments, String said) {
    var run = Lanewise.run((Object[]) arguments.strip().split(" +", -1));
    assertThat(run.err()).contains(said);
    assertThat(run.errLines()).hasSizeLessThanOrEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(2);
  }

  @Test
  void noCommandAtAllIsWrongUsage() {
    var run = Lanewise.run();
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.errLines()).hasSizeLessThanOrEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "-h",
        "classify --help",
        "run -h",
        "inspect --help",
        "versus --help",
        "study gradients -h",
        "startup -h",
        "jmh --help"
      })
  void helpIsFine(String arguments) {
    var run = Lanewise.run((Object[]) arguments.split(" ", -1));
    assertThat(run.code()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("Usage:");
  }

  @Test
  void helpListsTheCommandsAndTheExitCodes() {
    assertThat(Lanewise.run("--help").out())
        .contains(
            "classify",
            "run",
            "inspect",
            "versus",
            "study",
            "startup",
            "jmh",
            "0   fine",
            "1   the work",
            "2   wrong usage");
  }

  @Test
  void debugShowsWhereWrongUsageWasFound() {
    assertThat(Lanewise.run("inspect", "resnet51", "--debug").errLines())
        .anyMatch(line -> line.startsWith("\tat "));
  }
}
