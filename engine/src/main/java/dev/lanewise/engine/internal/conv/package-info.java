/**
 * What is done to pixels: convolutions, poolings and the rest of the vocabulary, each as a {@link
 * dev.lanewise.engine.internal.parallel.Work}. An algorithm is a class. Start with {@link
 * dev.lanewise.engine.internal.conv.Pixels}, the form of every activation.
 */
@NullMarked
package dev.lanewise.engine.internal.conv;

import org.jspecify.annotations.NullMarked;
