package dev.lanewise.blocks.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.engine.Shape;
import org.junit.jupiter.api.Test;

/** Messages quote models, which hold whatever their writers put there. */
class OnnxMessagesTest {
  private static final Shape PICTURE = Shape.of(1, 1, 1, 1);

  private static void assertRefused(OneNode node, String reason) {
    assertThatThrownBy(node::read)
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining(reason)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1000))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
  }

  @Test
  void controlCharactersStayOut() {
    var resize = OneNode.of(11, "Resize").feed(PICTURE, 1).absent();
    resize.constant(Shape.of(4), 1, 1, 2, 2).with(OnnxProtos.text("mode", "near\nest"));
    assertRefused(resize, "is near�est");
  }

  @Test
  void longTextIsCut() {
    var resize = OneNode.of(11, "Resize").feed(PICTURE, 1).absent();
    resize.constant(Shape.of(4), 1, 1, 2, 2).with(OnnxProtos.text("mode", "near".repeat(1000)));
    assertRefused(resize, "is nearnear");
  }
}
