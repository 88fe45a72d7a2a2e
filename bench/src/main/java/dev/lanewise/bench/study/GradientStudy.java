package dev.lanewise.bench.study;

import dev.lanewise.engine.internal.parallel.ThreadTeam;
import dev.lanewise.engine.internal.parallel.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;

/**
 * Draws networks of every kind and depth, and compares the gradients of each at inputs along a
 * line. What it measures follows from the options alone, whatever the threads.
 *
 * @param seeds how many networks of each kind and depth
 */
public record GradientStudy(Depths depths, int width, int seeds) {
  private record Task(Experiment experiment, int depth, int seed) {}

  /** How many networks there are. */
  public int networks() {
    return tasks().size();
  }

  /**
   * Measures all.
   *
   * @param step called after each network, by any of the threads
   * @return a line for each experiment and depth, in that order
   */
  public List<Measured> run(int threads, Runnable step) {
    var tasks = tasks();
    var samples = new AtomicReferenceArray<Sample>(tasks.size());
    try (var team = new ThreadTeam(threads, "study")) {
      team.run(
          new Work() {
            @Override
            public int parts() {
              return tasks.size();
            }

            @Override
            public void run(int part, int worker) {
              var task = tasks.get(part);
              samples.set(part, task.experiment.sample(task.depth, task.seed));
              step.run();
            }
          });
    }
    var measured = new ArrayList<Measured>();
    for (int i = 0; i < tasks.size(); i += seeds) {
      int first = i;
      var own = IntStream.range(0, seeds).mapToObj(s -> samples.get(first + s)).toList();
      measured.add(new Measured(tasks.get(i).experiment, tasks.get(i).depth, own));
    }
    return measured;
  }

  private List<Task> tasks() {
    var tasks = new ArrayList<Task>();
    for (var experiment : Experiment.all(width)) {
      for (int depth : depths.measured()) {
        for (int seed = 0; experiment.has(depth) && seed < seeds; seed++) {
          tasks.add(new Task(experiment, depth, seed));
        }
      }
    }
    return tasks;
  }
}
