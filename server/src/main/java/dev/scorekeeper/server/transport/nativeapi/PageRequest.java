package dev.scorekeeper.server.transport.nativeapi;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.scorekeeper.server.records.RecordFilter;
import dev.scorekeeper.server.records.RecordPage;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.v1.ListEvaluationsRequest;
import dev.scorekeeper.v1.Verdict;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A page of records that is asked for.
 *
 * @param before the page starts at the newest record before this place
 * @param conditions digest of the conditions, that a token is bound to
 */
record PageRequest(RecordFilter filter, int size, long before, Conditions conditions) {

  private static final int DEFAULT_SIZE = 50;
  private static final int MAX_SIZE = 1_000;

  /** First byte of a token, so that another form can be told from this one. */
  private static final byte FORM = 1;

  private static final int DIGEST_BYTES = 8;
  private static final int TOKEN_BYTES = 1 + Long.BYTES + DIGEST_BYTES;

  /** Digest of conditions. */
  record Conditions(long digest) {

    static Conditions of(ListEvaluationsRequest request) {
      byte[] message = request.toBuilder().clearPageSize().clearPageToken().build().toByteArray();
      try {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(message);
        return new Conditions(ByteBuffer.wrap(digest).getLong());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }
  }

  /**
   * Reads a request.
   *
   * @throws ProblemException when something in it is out of range
   */
  static PageRequest of(ListEvaluationsRequest request) throws ProblemException {
    Conditions conditions = Conditions.of(request);
    int size = request.getPageSize();
    if (size < 0 || size > MAX_SIZE) {
      throw new ProblemException(
          Problem.ofField(
                  Reason.PAGE_SIZE_INVALID,
                  "page_size",
                  "page_size must be from 0 to %d, not %d.".formatted(MAX_SIZE, size))
              .with("page_size", size));
    }
    return new PageRequest(
        filter(request),
        size == 0 ? DEFAULT_SIZE : size,
        before(request.getPageToken(), conditions),
        conditions);
  }

  private static RecordFilter filter(ListEvaluationsRequest request) throws ProblemException {
    if (request.getVerdict() == Verdict.UNRECOGNIZED) {
      throw new ProblemException(
          Problem.ofField(
                  Reason.REQUEST_MALFORMED,
                  "verdict",
                  "There is no verdict %d.".formatted(request.getVerdictValue()))
              .with("verdict", request.getVerdictValue()));
    }
    Optional<Instant> start =
        request.hasStartTime()
            ? Optional.of(time("start_time", request.getStartTime()))
            : Optional.empty();
    Optional<Instant> end =
        request.hasEndTime()
            ? Optional.of(time("end_time", request.getEndTime()))
            : Optional.empty();
    if (start.isPresent() && end.isPresent() && end.orElseThrow().isBefore(start.orElseThrow())) {
      throw invalidTime("end_time", "end_time is before start_time.");
    }
    return new RecordFilter(
        request.getModel(),
        request.hasVersion() ? OptionalLong.of(request.getVersion()) : OptionalLong.empty(),
        request.getDataset(),
        request.getDatasetVersion(),
        start,
        end,
        request.getVerdict());
  }

  private static Instant time(String field, Timestamp time) throws ProblemException {
    if (!Timestamps.isValid(time)) {
      throw invalidTime(
          field, field + " is not from year 1 to 9999, or its nanos are not from 0 to 999999999.");
    }
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  private static ProblemException invalidTime(String field, String message) {
    return new ProblemException(Problem.ofField(Reason.TIME_INVALID, field, message));
  }

  /** The token of the page that starts before this place. */
  String token(long next) {
    byte[] token =
        ByteBuffer.allocate(TOKEN_BYTES).put(FORM).putLong(next).putLong(conditions.digest).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  private static long before(String token, Conditions conditions) throws ProblemException {
    if (token.isEmpty()) {
      return RecordPage.FIRST;
    }
    ByteBuffer read = ByteBuffer.wrap(decode(token));
    if (read.remaining() != TOKEN_BYTES || read.get() != FORM) {
      throw invalidToken("page_token is not one that this server gave.");
    }
    long before = read.getLong();
    if (before < 1) {
      throw invalidToken("page_token is not one that this server gave.");
    }
    if (read.getLong() != conditions.digest) {
      throw invalidToken("page_token was given for other conditions than those of this request.");
    }
    return before;
  }

  /** Empty when it cannot be decoded, or could be written otherwise. */
  private static byte[] decode(String token) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(token);
      String again = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      return again.equals(token) ? bytes : new byte[0];
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  private static ProblemException invalidToken(String message) {
    return new ProblemException(Problem.ofField(Reason.PAGE_TOKEN_INVALID, "page_token", message));
  }
}
