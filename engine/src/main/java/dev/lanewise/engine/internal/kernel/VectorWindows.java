package dev.lanewise.engine.internal.kernel;

import static dev.lanewise.engine.internal.kernel.Lanes.ORDER;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The kernels over windows, a vector of channels at a time: which class has which. */
final class VectorWindows implements WindowKernels {
  private static final VectorSpecies<Float> SPECIES = Lanes.species();
  private static final int LANES = SPECIES.length();

  /**
   * Vectors of a pixel up to which a row is faster than tiles, each of which has to be prepared.
   */
  private static final int FEW = 4;

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
  }

  /**
   * Three rows of taps at once, or of five two from the bias on, two from what y holds on, and the
   * last with the floor.
   */
  @Override
  public void depthwiseRow(
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
      int width) {
    long row = strides.row();
    long pixel = strides.pixel();
    long target = strides.target();
    int channels = strides.channels();
    long tap = channels * 4L;
    if (strides.kernel() == 3) {
      DepthwiseRow3x3Stride2.last(
          memory, at, row, pixel, top, bottom, left, right, outside, w, 0, bias, 0, 0, floor, y,
          target, width, channels);
    } else if (strides.stride() == 1) {
      DepthwiseRow5x5Stride1.next(
          memory, at, row, pixel, top, bottom, left, right, outside, w, 0, bias, 0, 0, y, target,
          width, channels);
      DepthwiseRow5x5Stride1.next(
          memory,
          at + 2 * row,
          row,
          pixel,
          top - 2,
          bottom - 2,
          left,
          right,
          outside,
          w,
          10 * tap,
          memory,
          y,
          target,
          y,
          target,
          width,
          channels);
      DepthwiseRow5x5Stride1.last(
          memory,
          at + 4 * row,
          row,
          pixel,
          top - 4,
          bottom - 4,
          left,
          right,
          outside,
          w,
          20 * tap,
          memory,
          y,
          target,
          floor,
          y,
          target,
          width,
          channels);
    } else {
      DepthwiseRow5x5Stride2.next(
          memory, at, row, pixel, top, bottom, left, right, outside, w, 0, bias, 0, 0, y, target,
          width, channels);
      DepthwiseRow5x5Stride2.next(
          memory,
          at + 2 * row,
          row,
          pixel,
          top - 2,
          bottom - 2,
          left,
          right,
          outside,
          w,
          10 * tap,
          memory,
          y,
          target,
          y,
          target,
          width,
          channels);
      DepthwiseRow5x5Stride2.last(
          memory,
          at + 4 * row,
          row,
          pixel,
          top - 4,
          bottom - 4,
          left,
          right,
          outside,
          w,
          20 * tap,
          memory,
          y,
          target,
          floor,
          y,
          target,
          width,
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
      int rows,
      long y,
      long yRow,
      int width) {
    if (rows == 2) {
      Depthwise2Rows3x3Stride1.run(
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
    } else {
      Depthwise3Rows3x3Stride1.run(
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
      long y,
      int width) {
    int done = 0;
    if (strides.stride() == 2 && strides.channels() > FEW * LANES) {
      int tile = strides.kernel() == 2 ? 4 : 2;
      for (; done + tile <= width; done += tile) {
        long from = at + 2L * done * strides.pixel();
        long to = y + done * strides.target();
        tileOfMaxima(strides, memory, from, top, bottom, left - 2 * done, right - 2 * done, to);
      }
    }
    if (done < width) {
      int columns = done * strides.stride();
      rowOfMaxima(
          strides,
          memory,
          at + columns * strides.pixel(),
          top,
          bottom,
          left - columns,
          right - columns,
          y + done * strides.target(),
          width - done);
    }
  }

  private static void tileOfMaxima(
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

  private static void rowOfMaxima(
      Strides strides,
      MemorySegment memory,
      long at,
      int top,
      int bottom,
      int left,
      int right,
      long y,
      int width) {
    long row = strides.row();
    long pixel = strides.pixel();
    long target = strides.target();
    int channels = strides.channels();
    if (strides.kernel() == 2) {
      MaxRow2x2Stride2.run(
          memory, at, row, pixel, top, bottom, left, right, y, target, width, channels);
    } else if (strides.stride() == 1) {
      MaxRow3x3Stride1.run(
          memory, at, row, pixel, top, bottom, left, right, y, target, width, channels);
    } else {
      MaxRow3x3Stride2.run(
          memory, at, row, pixel, top, bottom, left, right, y, target, width, channels);
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
    Lanes.offHeap(memory.isNative());
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
    Lanes.offHeap(memory.isNative());
    var divisor = FloatVector.broadcast(SPECIES, count);
    for (int i = 0; i < channels; i += LANES) {
      FloatVector.fromMemorySegment(SPECIES, memory, y + (long) i * 4, ORDER)
          .div(divisor)
          .intoMemorySegment(memory, y + (long) i * 4, ORDER);
    }
  }
}
