package dev.lanewise.engine.op;

/**
 * The operators over arrays of any rank, any extents and, where they say so, any type: what stands
 * around the convolutions of a network. All run in plain loops over the logical coordinates, with
 * the layout in memory as a matter of strides.
 */
public sealed interface ArrayOp extends Op
    permits Apply,
        ArgReduce,
        Binary,
        Cast,
        Concat,
        ConvTranspose,
        Expand,
        Gather,
        Lrn,
        LpPool,
        MatMul,
        MaxPoolIndices,
        OneHot,
        Pad,
        Reduce,
        Reshape,
        Resize,
        Slice,
        Softmax,
        Tile,
        TopK,
        Transpose,
        Where {}
