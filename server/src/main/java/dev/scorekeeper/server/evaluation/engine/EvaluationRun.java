package dev.scorekeeper.server.evaluation.engine;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;

/**
 * The running state of one evaluation, or of a part of it. Not thread-safe.
 *
 * <p>In DATASET mode the state is a function of the multiset of rows alone, so that runs merge, in
 * any order, into exactly the run of all the rows in one.
 */
public interface EvaluationRun {

  /** What it was started from. */
  EvaluationSetup setup();

  /** Rows that were added, here and in runs that were merged into this one. */
  long rows();

  /**
   * Counts rows. The chunk may be filled anew afterwards.
   *
   * @throws EvaluationException when a row is at fault; the run is of no use then
   */
  void add(EvaluationChunk chunk) throws EvaluationException;

  /**
   * Counts what another run of an equal setup counted; the other one stays as it is.
   *
   * @throws EvaluationException when together they are too large; or when the rows of one have
   *     weights and those of the other none, then this one stays as it is, too
   * @throws IllegalArgumentException when the setups are not equal, or do not merge
   */
  void merge(EvaluationRun other) throws EvaluationException;

  /** Writes the state; the same state gives the same bytes. */
  void write(DataOutput out) throws IOException;

  /**
   * Replaces the state by one that a run of an equal setup wrote.
   *
   * @throws IOException also when the bytes are no such state
   */
  void read(DataInput in) throws IOException;

  /** Values over the rows so far, without intervals: cheap enough to be asked for once a second. */
  List<FigureValue> values();

  /**
   * Everything over the rows so far. Changes nothing.
   *
   * @throws EvaluationException when there are no rows
   */
  EvaluationFigures figures() throws EvaluationException;
}
