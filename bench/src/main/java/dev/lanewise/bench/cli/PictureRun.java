package dev.lanewise.bench.cli;

import dev.lanewise.engine.LanewiseException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Classifies pictures one after the other; one that cannot be read does not stop the others. */
final class PictureRun {
  /**
   * For so many pictures a warm-up beforehand takes less time than it saves: before one, ResNet-18
   * takes 0.2 s for each on two busy processors, and the warm-up 5 s.
   */
  private static final int MANY = 50;

  private final Classifier classifier;
  private final Labels labels;
  private final int top;
  private final List<Double> millis = new ArrayList<>();
  private int failures;

  PictureRun(Classifier classifier, Labels labels, int top) {
    this.classifier = classifier;
    this.labels = labels;
    this.top = top;
  }

  /**
   * Classifies all, a line each.
   *
   * @param report where to add them too, or null
   */
  void classify(List<PictureSource> pictures, Progress progress, @Nullable JsonReport report)
      throws IOException {
    if (pictures.size() >= MANY) {
      classifier.warmUp();
    }
    int width = pictures.stream().mapToInt(picture -> picture.name().length()).max().orElse(0);
    for (var picture : pictures) {
      var classified = classify(picture, progress);
      if (classified != null) {
        progress.print(line(classified, width));
        if (report != null) {
          report.add(classified, labels);
        }
        millis.add(classified.millis());
      }
      progress.step();
    }
  }

  /** The time of each picture that was classified. */
  List<Double> millis() {
    return Collections.unmodifiableList(millis);
  }

  /** How many pictures could not be classified. */
  int failures() {
    return failures;
  }

  private @Nullable Classified classify(PictureSource picture, Progress progress) {
    try {
      classifier.load(picture);
      return classifier.classify(picture, top);
    } catch (LanewiseException | IOException failure) {
      failures++;
      var problem = Explanation.of(failure);
      var named = problem.startsWith(picture.name()) ? problem : picture.name() + ": " + problem;
      progress.report(named, failure);
      return null;
    }
  }

  /** For example {@code car.jpg automobile 0.87 · truck 0.10}. */
  private String line(Classified picture, int width) {
    var line = new StringBuilder(picture.name());
    line.append(" ".repeat(width - picture.name().length()));
    var separator = "  ";
    for (var guess : picture.ranking().top()) {
      line.append(separator)
          .append(labels.name(guess.index()))
          .append(String.format(Locale.ROOT, " %.2f", guess.probability()));
      separator = " · ";
    }
    return line.toString();
  }
}
