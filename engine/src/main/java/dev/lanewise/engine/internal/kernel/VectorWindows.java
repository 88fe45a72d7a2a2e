package dev.lanewise.engine.internal.kernel;

import static dev.lanewise.engine.internal.kernel.Lanes.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The kernels over windows, a vector of channels at a time: which class has which. */
final class VectorWindows implements WindowKernels {
  private static final VectorSpecies<Float> SPECIES = Lanes.species();
  private static final int LANES = SPECIES.length();

  @Override
  public void depthwise(
      Strides strides,
      MemorySegment memory,
      long at,
      int top,
      int bottom,
      int left,
      int right,
      long outside,
      MemorySegment w,
      MemorySegment bias,
      float floor,
      long y) {
    if (strides.kernel() == 5) {
      for (int kh = 0; kh < 5; kh++) {
        boolean inside = top <= kh && kh < bottom;
        int end = inside ? right : 0;
        depthwiseRow(strides, kh, memory, at, left, end, outside, w, bias, floor, y);
      }
    } else if (strides.stride() == 1) {
      Depthwise3x3Stride1.run(
          memory,
          at,
          strides.row(),
          strides.pixel(),
          top,
          bottom,
          left,
          right,
          outside,
          w,
          bias,
          floor,
          y,
          strides.target(),
          strides.channels());
    } else {
      Depthwise3x3Stride2.run(
          memory,
          at,
          strides.row(),
          strides.pixel(),
          top,
          bottom,
          left,
          right,
          outside,
          w,
          bias,
          floor,
          y,
          strides.target(),
          strides.channels());
    }
  }

  /** Row {@code kh} of five: the first starts from the bias, the others from what y holds. */
  private static void depthwiseRow(
      Strides strides,
      int kh,
      MemorySegment memory,
      long at,
      int left,
      int right,
      long outside,
      MemorySegment w,
      MemorySegment bias,
      float floor,
      long y) {
    long from = at + kh * strides.row();
    long weights = kh * 5L * strides.channels() * 4;
    long target = strides.target();
    int channels = strides.channels();
    var start = kh == 0 ? bias : memory;
    long startAt = kh == 0 ? 0 : y;
    long startPixel = kh == 0 ? 0 : target;
    if (strides.stride() == 1) {
      if (kh < 4) {
        DepthwiseRow5Stride1.next(
            memory,
            from,
            strides.pixel(),
            left,
            right,
            outside,
            w,
            weights,
            start,
            startAt,
            startPixel,
            y,
            target,
            channels);
      } else {
        DepthwiseRow5Stride1.last(
            memory,
            from,
            strides.pixel(),
            left,
            right,
            outside,
            w,
            weights,
            start,
            startAt,
            startPixel,
            floor,
            y,
            target,
            channels);
      }
    } else if (kh < 4) {
      DepthwiseRow5Stride2.next(
          memory,
          from,
          strides.pixel(),
          left,
          right,
          outside,
          w,
          weights,
          start,
          startAt,
          startPixel,
          y,
          target,
          channels);
    } else {
      DepthwiseRow5Stride2.last(
          memory,
          from,
          strides.pixel(),
          left,
          right,
          outside,
          w,
          weights,
          start,
          startAt,
          startPixel,
          floor,
          y,
          target,
          channels);
    }
  }

  @Override
  public void depthwiseRows(
      Strides strides,
      MemorySegment memory,
      long at,
      int top,
      int bottom,
      int left,
      int right,
      long outside,
      MemorySegment w,
      MemorySegment bias,
      float floor,
      long y,
      long yRow,
      int width) {
    Depthwise3x3Rows.run(
        memory,
        at,
        strides.row(),
        strides.pixel(),
        top,
        bottom,
        left,
        right,
        outside,
        w,
        bias,
        floor,
        y,
        yRow,
        strides.target(),
        width,
        strides.channels());
  }

  @Override
  public void max(
      Strides strides,
      MemorySegment memory,
      long at,
      int top,
      int bottom,
      int left,
      int right,
      long y) {
    long row = strides.row();
    long pixel = strides.pixel();
    long target = strides.target();
    int channels = strides.channels();
    if (strides.kernel() == 2) {
      Max2x2Stride2.run(memory, at, row, pixel, top, bottom, left, right, y, target, channels);
    } else {
      Max3x3Stride2.run(memory, at, row, pixel, top, bottom, left, right, y, target, channels);
    }
  }

  @Override
  public void mean(Strides strides, MemorySegment memory, long at, float count, long y) {
    long row = strides.row();
    long pixel = strides.pixel();
    long target = strides.target();
    int channels = strides.channels();
    if (strides.kernel() == 2) {
      Mean2x2Stride2.run(memory, at, row, pixel, count, y, target, channels);
    } else if (strides.stride() == 1) {
      Mean3x3Stride1.run(memory, at, row, pixel, count, y, target, channels);
    } else {
      Mean3x3Stride2.run(memory, at, row, pixel, count, y, target, channels);
    }
  }

  @Override
  public void addPixels(MemorySegment memory, long at, long pixel, long y, int channels) {
    for (int i = 0; i < channels; i += LANES) {
      FloatVector.fromMemorySegment(SPECIES, memory, y + (long) i * 4, ORDER)
          .add(FloatVector.fromMemorySegment(SPECIES, memory, at + (long) i * 4, ORDER))
          .add(FloatVector.fromMemorySegment(SPECIES, memory, at + pixel + (long) i * 4, ORDER))
          .add(FloatVector.fromMemorySegment(SPECIES, memory, at + 2 * pixel + (long) i * 4, ORDER))
          .add(FloatVector.fromMemorySegment(SPECIES, memory, at + 3 * pixel + (long) i * 4, ORDER))
          .add(FloatVector.fromMemorySegment(SPECIES, memory, at + 4 * pixel + (long) i * 4, ORDER))
          .add(FloatVector.fromMemorySegment(SPECIES, memory, at + 5 * pixel + (long) i * 4, ORDER))
          .add(FloatVector.fromMemorySegment(SPECIES, memory, at + 6 * pixel + (long) i * 4, ORDER))
          .add(FloatVector.fromMemorySegment(SPECIES, memory, at + 7 * pixel + (long) i * 4, ORDER))
          .intoMemorySegment(memory, y + (long) i * 4, ORDER);
    }
  }

  @Override
  public void divide(MemorySegment memory, long y, float count, int channels) {
    var divisor = FloatVector.broadcast(SPECIES, count);
    for (int i = 0; i < channels; i += LANES) {
      FloatVector.fromMemorySegment(SPECIES, memory, y + (long) i * 4, ORDER)
          .div(divisor)
          .intoMemorySegment(memory, y + (long) i * 4, ORDER);
    }
  }
}
