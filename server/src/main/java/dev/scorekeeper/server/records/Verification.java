package dev.scorekeeper.server.records;

import java.util.List;

/**
 * What a verification found.
 *
 * @param records evaluations in the chain, deleted ones included
 * @param deleted of these, deleted in order
 * @param problems what is wrong, in order of place; the first {@value #MOST_PROBLEMS} at most
 * @param head hash of the last entry; empty when there is none
 */
public record Verification(long records, long deleted, List<Flaw> problems, String head) {

  /** Most problems that are told. */
  public static final int MOST_PROBLEMS = 1_000;

  public Verification {
    problems = List.copyOf(problems);
  }

  /**
   * Something that is not as it was written.
   *
   * @param id of the record; empty when it is not known
   * @param position place in the chain, from 1 on; 0 when it has none
   * @param problem a sentence
   */
  public record Flaw(String id, long position, String problem) {}
}
