package dev.scorekeeper.server.records;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.scorekeeper.v1.Evaluation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A link of the chain.
 *
 * @param position its place, from 1 on
 * @param id of the evaluation, or of the one that was deleted
 * @param timeMicros when it was written, in microseconds since the epoch
 * @param previousHash of the entry before; empty for the first
 * @param content canonical text; null once deleted
 */
record Entry(
    long position,
    Kind kind,
    String id,
    long timeMicros,
    String previousHash,
    String hash,
    @Nullable String content) {

  enum Kind {
    EVALUATION,
    DELETION
  }

  /** The entry of a record, which has all but its hash. */
  static Entry ofEvaluation(long position, Evaluation.Builder evaluation) {
    String content = CanonicalJson.of(evaluation.clearHash().build());
    return new Entry(
        position,
        Kind.EVALUATION,
        evaluation.getId(),
        Times.micros(Times.instant(evaluation.getCreateTime())),
        evaluation.getPreviousHash(),
        sha256(content),
        content);
  }

  /** The entry that says that another one was deleted. */
  static Entry ofDeletion(long position, String previousHash, Entry deleted, Instant now) {
    long time = Times.micros(now);
    String content = deletionText(previousHash, deleted, time);
    return new Entry(
        position, Kind.DELETION, deleted.id(), time, previousHash, sha256(content), content);
  }

  /** Whether this is the deletion of that entry. */
  boolean isDeletionOf(Entry deleted) {
    return kind == Kind.DELETION
        && deleted.kind == Kind.EVALUATION
        && id.equals(deleted.id)
        && deletionText(previousHash, deleted, timeMicros).equals(content);
  }

  private static String deletionText(String previousHash, Entry deleted, long timeMicros) {
    return CanonicalJson.of(
        Map.of(
            "deletedHash",
            deleted.hash,
            "deletedId",
            deleted.id,
            "deletedPosition",
            Long.toString(deleted.position),
            "previousHash",
            previousHash,
            "time",
            Times.fromMicros(timeMicros).toString()));
  }

  /** Whether the content gives the hash. */
  boolean isGenuine() {
    return content != null && sha256(content).equals(hash);
  }

  /**
   * The record, with its hash; fields that a newer server wrote are passed over.
   *
   * @throws InvalidProtocolBufferException when the content is not that of a record
   */
  Evaluation evaluation() throws InvalidProtocolBufferException {
    Evaluation.Builder evaluation = Evaluation.newBuilder();
    JsonFormat.parser().ignoringUnknownFields().merge(content == null ? "" : content, evaluation);
    return evaluation.setHash(hash).build();
  }

  static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
