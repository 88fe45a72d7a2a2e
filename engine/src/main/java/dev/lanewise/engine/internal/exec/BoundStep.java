package dev.lanewise.engine.internal.exec;

import dev.lanewise.engine.Plan;
import dev.lanewise.engine.internal.parallel.Work;
import java.util.List;

/** A step as it runs: works, done one after the other, on places in the slab. */
record BoundStep(Plan.Step description, List<Work> works) {
  BoundStep {
    works = List.copyOf(works);
  }
}
