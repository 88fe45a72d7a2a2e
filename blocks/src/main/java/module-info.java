/**
 * What people build from: residual blocks, whole networks, and the readers that bring weights and
 * pictures in.
 */
@SuppressWarnings("requires-automatic")
module dev.lanewise.blocks {
  requires transitive dev.lanewise.engine;
  requires com.fasterxml.jackson.core;
  requires com.google.protobuf;
  requires java.desktop;
  // Of protobuf, which as an automatic module cannot ask for it.
  requires java.logging;
  requires org.tribuo.util.onnx;
  requires static org.jspecify;

  exports dev.lanewise.blocks;
  exports dev.lanewise.blocks.image;
  exports dev.lanewise.blocks.model;
  exports dev.lanewise.blocks.onnx;
  exports dev.lanewise.blocks.weights;

  // ImageIO's readers, which pictures are decoded with where a better one than the JDK's is there.
  uses javax.imageio.spi.ImageReaderSpi;
}
