package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.evaluation.engine.FigureValue;
import java.util.List;

/** Hears how far an evaluation is. Called on its threads, never by two at a time. */
public interface ProgressListener {

  /** Nobody. */
  ProgressListener NONE =
      new ProgressListener() {
        @Override
        public boolean isWanted() {
          return false;
        }

        @Override
        public void progress(long rows, List<FigureValue> values) {}
      };

  /** Whether news would be taken now. */
  boolean isWanted();

  /**
   * News.
   *
   * @param values over the rows so far
   */
  void progress(long rows, List<FigureValue> values);
}
