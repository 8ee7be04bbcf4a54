package dev.scorekeeper.server.records;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.scorekeeper.server.records.Verification.Flaw;
import dev.scorekeeper.v1.Evaluation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the whole chain, from the first entry to the last, and everything that hangs on it, and
 * notes what is not as it was written.
 *
 * <p>It finds whatever was changed, taken out, put in or moved by somebody who did not compute all
 * later hashes anew. Against one who did, or who cut the end off, the head that is kept elsewhere
 * helps: a chain that has it has everything before it unchanged.
 */
final class ChainVerifier {

  /** Entries fetched at a time. */
  private static final int FETCH = 64;

  private final Connection connection;
  private final String knownHead;
  private final List<Flaw> flaws = new ArrayList<>();
  private final Deletions deletions = new Deletions();

  private long lastPosition;
  private String lastHash = "";
  private long records;
  private boolean metKnownHead;

  /**
   * A verifier for one run.
   *
   * @param connection in a transaction that sees one moment
   */
  ChainVerifier(Connection connection, String knownHead) {
    this.connection = connection;
    this.knownHead = knownHead;
    this.metKnownHead = knownHead.isEmpty();
  }

  Verification verify() throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT " + ChainTable.COLUMNS + " FROM chain c ORDER BY c.position")) {
      select.setFetchSize(FETCH);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          check(ChainTable.read(row));
        }
      }
    }
    deletions.unexplained().forEach(this::note);
    checkHead();
    checkStrays();
    return new Verification(records, deletions.inOrder(), flaws, lastHash);
  }

  private void check(Entry entry) throws SQLException {
    checkPlace(entry);
    if (entry.kind() == Entry.Kind.EVALUATION) {
      records++;
    }
    if (entry.content() == null) {
      deletions.erased(entry);
      checkNothingLeft(entry);
    } else if (!entry.isGenuine()) {
      note(entry, "Its content is not what its hash was taken of.");
    } else if (entry.kind() == Entry.Kind.DELETION) {
      deletions.deletion(entry).ifPresent(this::note);
    } else {
      checkRecord(entry);
    }
    lastPosition = entry.position();
    lastHash = entry.hash();
    metKnownHead |= entry.hash().equals(knownHead);
  }

  private void checkPlace(Entry entry) {
    if (entry.position() != lastPosition + 1) {
      note(new Flaw("", lastPosition + 1, missing(lastPosition + 1, entry.position() - 1)));
    }
    if (!entry.previousHash().equals(lastHash)) {
      note(entry, "It does not follow the entry before it: its previous hash is another one.");
    }
  }

  private static String missing(long first, long last) {
    return first == last
        ? "Entry %d is missing.".formatted(first)
        : "Entries %d to %d are missing.".formatted(first, last);
  }

  private void checkRecord(Entry entry) throws SQLException {
    Evaluation evaluation;
    try {
      evaluation = entry.evaluation();
    } catch (InvalidProtocolBufferException e) {
      note(entry, "Its content is no record.");
      return;
    }
    if (!evaluation.getPreviousHash().equals(entry.previousHash())
        || !evaluation.getId().equals(entry.id())
        || Times.micros(Times.instant(evaluation.getCreateTime())) != entry.timeMicros()) {
      note(entry, "Id, time or previous hash of its entry are not those of its content.");
    }
    Optional<EvaluationRow> row = EvaluationTable.row(connection, entry.position());
    if (row.isEmpty()) {
      note(entry, "Its row in the table evaluation is missing.");
    } else if (!row.orElseThrow().equals(EvaluationRow.of(evaluation))) {
      note(entry, "Its row in the table evaluation is not what its content says.");
    }
    if (!EvaluationTable.values(connection, entry.position()).equals(ValueRow.of(evaluation))) {
      note(entry, "Its rows in the table evaluation_value are not what its content says.");
    }
  }

  private void checkNothingLeft(Entry entry) throws SQLException {
    if (EvaluationTable.row(connection, entry.position()).isPresent()) {
      note(entry, "Its content is gone, but not its row in the table evaluation.");
    }
  }

  private void checkHead() throws SQLException {
    Optional<ChainTable.Head> head = ChainTable.head(connection);
    if (head.isEmpty()) {
      note(new Flaw("", 0, "The table chain_head has lost its row."));
    } else if (head.orElseThrow().position() > lastPosition) {
      long first = lastPosition + 1;
      note(new Flaw("", first, missing(first, head.orElseThrow().position())));
    } else if (head.orElseThrow().position() < lastPosition
        || !head.orElseThrow().hash().equals(lastHash)) {
      note(new Flaw("", lastPosition, "The table chain_head does not name the last entry."));
    }
    if (!metKnownHead) {
      note(
          new Flaw(
              "",
              lastPosition,
              "No entry has the known head's hash: the end was cut off, or the chain written anew."));
    }
  }

  /** Rows of records that the chain does not have. */
  private void checkStrays() throws SQLException {
    stray(
        "SELECT e.id, e.position FROM evaluation e WHERE NOT EXISTS (SELECT 1 FROM chain c"
            + " WHERE c.position = e.position AND c.kind = 'EVALUATION') ORDER BY e.position",
        "The chain has no record to this row of the table evaluation.");
    stray(
        "SELECT DISTINCT '', v.position FROM evaluation_value v WHERE NOT EXISTS (SELECT 1"
            + " FROM evaluation e WHERE e.position = v.position) ORDER BY v.position",
        "There is no record to these rows of the table evaluation_value.");
  }

  private void stray(String sql, String problem) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        note(new Flaw(row.getString(1), row.getLong(2), problem));
      }
    }
  }

  private void note(Entry entry, String problem) {
    note(new Flaw(entry.id(), entry.position(), problem));
  }

  private void note(Flaw flaw) {
    if (flaws.size() < Verification.MOST_PROBLEMS) {
      flaws.add(flaw);
    }
  }
}
