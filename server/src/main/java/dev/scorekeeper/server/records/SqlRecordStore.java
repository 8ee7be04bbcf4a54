package dev.scorekeeper.server.records;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationOrBuilder;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Records in an SQL database, SQLite or PostgreSQL: the same statements for both. Nothing waits for
 * the database before the first call.
 */
public final class SqlRecordStore implements RecordStore {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuuMMdd").withZone(ZoneOffset.UTC);

  private final Database database;
  private final RandomGenerator random;

  /**
   * @param config with a URL
   * @param random where ids come from
   */
  public SqlRecordStore(RecordsConfig config, RandomGenerator random, LongSupplier nanoTime) {
    if (config.url().isEmpty()) {
      throw new IllegalArgumentException("config names no database");
    }
    this.database = new Database(config, nanoTime);
    this.random = random;
  }

  /**
   * Reaches the database and brings its schema up to date, as the first call would.
   *
   * @throws ProblemException when it cannot be used
   */
  public void open() throws ProblemException {
    database.open();
  }

  @Override
  public Saved save(EvaluationOrBuilder draft, Instant now) throws ProblemException {
    Evaluation plain =
        draft instanceof Evaluation.Builder builder ? builder.build() : (Evaluation) draft;
    return database.write(connection -> save(connection, plain, now));
  }

  private Saved save(Connection connection, Evaluation draft, Instant now)
      throws SQLException, ProblemException {
    ChainTable.Head head = ChainTable.lockHead(connection);
    String requestId = draft.getSpec().getRequestId();
    if (!requestId.isEmpty()) {
      Optional<Entry> kept = EvaluationTable.findByRequestId(connection, requestId);
      if (kept.isPresent()) {
        return again(genuine(kept.orElseThrow()), draft);
      }
    }
    Evaluation.Builder evaluation =
        draft.toBuilder()
            .setId(newId(connection, now))
            .setCreateTime(Times.timestamp(now.truncatedTo(ChronoUnit.MICROS)))
            .setPreviousHash(head.hash());
    Entry entry = Entry.ofEvaluation(head.position() + 1, evaluation);
    ChainTable.append(connection, entry);
    // What is read again, so that a caller never sees what the record does not hold.
    Evaluation written = genuine(entry);
    EvaluationTable.insert(connection, entry.position(), written);
    return new Saved(written, Saved.How.NEW);
  }

  private static Saved again(Evaluation kept, Evaluation draft) {
    boolean same =
        sameText(kept.getSpec(), draft.getSpec())
            && sameText(kept.getModel(), draft.getModel())
            && kept.getModelIdentity().getDigest().equals(draft.getModelIdentity().getDigest())
            && sameText(kept.getDataset(), draft.getDataset());
    return new Saved(kept, same ? Saved.How.REPEATED : Saved.How.CONFLICTING);
  }

  private static boolean sameText(Message one, Message other) {
    return CanonicalJson.of(one).equals(CanonicalJson.of(other));
  }

  private String newId(Connection connection, Instant now) throws SQLException {
    String id;
    do {
      id = "ev-%s-%08x".formatted(DAY.format(now), random.nextInt());
    } while (ChainTable.hasId(connection, id));
    return id;
  }

  /** The record of an entry, if it is what was written. */
  private static Evaluation genuine(Entry entry) throws ProblemException {
    try {
      if (entry.isGenuine()) {
        return entry.evaluation();
      }
    } catch (InvalidProtocolBufferException e) {
      // Told below.
    }
    throw new ProblemException(
        Problem.of(
                Reason.RECORD_DAMAGED,
                "Record %s is not what was written; VerifyEvaluations tells more."
                    .formatted(entry.id()))
            .with("id", entry.id()));
  }

  private static Optional<Evaluation> genuineIfAny(Optional<Entry> entry) throws ProblemException {
    return entry.isPresent() ? Optional.of(genuine(entry.orElseThrow())) : Optional.empty();
  }

  @Override
  public Optional<Evaluation> find(String id) throws ProblemException {
    return genuineIfAny(database.read(connection -> EvaluationTable.find(connection, id)));
  }

  @Override
  public Optional<Evaluation> findByRequestId(String requestId) throws ProblemException {
    if (requestId.isEmpty()) {
      return Optional.empty();
    }
    return genuineIfAny(
        database.read(connection -> EvaluationTable.findByRequestId(connection, requestId)));
  }

  @Override
  public Optional<Evaluation> best(BestQuery query, Predicate<Evaluation> accepts)
      throws ProblemException {
    List<String> ids = database.read(connection -> EvaluationTable.bestFirst(connection, query));
    for (String id : ids) {
      Optional<Evaluation> candidate = find(id);
      if (candidate.isPresent() && accepts.test(candidate.orElseThrow())) {
        return candidate;
      }
    }
    return Optional.empty();
  }

  @Override
  public RecordPage list(RecordFilter filter, int size, long before) throws ProblemException {
    if (size < 1) {
      throw new IllegalArgumentException("size must be at least 1: " + size);
    }
    return database.read(connection -> Listing.page(connection, filter, size, before));
  }

  @Override
  public boolean delete(String id, Instant now) throws ProblemException {
    return database.write(connection -> delete(connection, id, now));
  }

  private static boolean delete(Connection connection, String id, Instant now) throws SQLException {
    ChainTable.Head head = ChainTable.lockHead(connection);
    Optional<Entry> found = EvaluationTable.find(connection, id);
    if (found.isEmpty()) {
      return false;
    }
    Entry deleted = found.orElseThrow();
    EvaluationTable.delete(connection, deleted.position());
    ChainTable.erase(connection, deleted.position());
    ChainTable.append(connection, Entry.ofDeletion(head.position() + 1, head.hash(), deleted, now));
    return true;
  }

  @Override
  public Verification verify(String knownHead) throws ProblemException {
    return database.read(connection -> new ChainVerifier(connection, knownHead).verify());
  }

  @Override
  public void close() {
    database.close();
  }
}
