package dev.lanewise.blocks.onnx;

import java.util.List;

/**
 * An operator of the standard that is read.
 *
 * @param since the first operator set that has it
 * @param until the last one that has it
 */
record Operator(String name, int since, int until, Translator translator) {
  /** An operator with one output. */
  static Operator of(String name, int since, Translator.Single translator) {
    return several(name, since, (node, draft) -> List.of(translator.translate(node, draft)));
  }

  /** An operator with several outputs. */
  static Operator several(String name, int since, Translator translator) {
    return new Operator(name, since, Integer.MAX_VALUE, translator);
  }

  /** This operator, gone from later operator sets. */
  Operator until(int last) {
    return new Operator(name, since, last, translator);
  }
}
