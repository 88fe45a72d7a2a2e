package dev.lanewise.engine.reference.gradient;

/**
 * A node that was evaluated.
 *
 * @param y its output
 * @param pullback its derivative there
 */
record Applied(DoubleTensor y, Pullback pullback) {}
