package dev.lanewise.engine.op;

/**
 * The operators that multiply by a weight matrix, and can take a skip add and an activation along.
 */
public sealed interface MatrixOp extends Op permits Conv, Linear {}
