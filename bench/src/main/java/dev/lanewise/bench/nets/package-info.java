/**
 * Networks beside one another, and what their skip additions cost. {@link
 * dev.lanewise.bench.nets.SumGraphs} makes the graphs that are compared, {@link
 * dev.lanewise.bench.nets.NetTimes} times them in turn.
 */
@NullMarked
package dev.lanewise.bench.nets;

import org.jspecify.annotations.NullMarked;
