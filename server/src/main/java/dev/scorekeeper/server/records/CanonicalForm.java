package dev.scorekeeper.server.records;

import dev.scorekeeper.v1.Evaluation;

/** The text that the hash of a record is taken of. */
public final class CanonicalForm {

  private CanonicalForm() {}

  /** The canonical JSON of a record without its hash; docs/records.md tells how it is made. */
  public static String of(Evaluation evaluation) {
    return CanonicalJson.of(evaluation.toBuilder().clearHash().build());
  }
}
