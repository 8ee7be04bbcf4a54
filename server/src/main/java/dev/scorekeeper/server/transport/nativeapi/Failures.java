package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.server.scoring.Outcome;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.Reason;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes problems of what went wrong. */
final class Failures {

  private static final Logger logger = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /** The problem of an outcome that is none of success. */
  static Problem problem(Outcome outcome) {
    if (outcome instanceof Outcome.Refused refused) {
      return refused.problem();
    }
    if (outcome instanceof Outcome.Failed failed) {
      return failed.problem();
    }
    throw new IllegalArgumentException("no failure: " + outcome);
  }

  /**
   * The problem of an exception: gRPC's own about the message (too large once unpacked, broken
   * compression) is the caller's, any other ours, and logged.
   */
  static Problem problem(Throwable thrown) {
    if (thrown instanceof StatusRuntimeException e) {
      String text = String.valueOf(e.getStatus().getDescription());
      if (e.getStatus().getCode() == Status.Code.RESOURCE_EXHAUSTED) {
        return Problem.of(Reason.REQUEST_TOO_LARGE, text);
      }
      return PredictRequestDecoder.malformed(text);
    }
    if (thrown instanceof java.io.IOException e) {
      return PredictRequestDecoder.malformed(String.valueOf(e.getMessage()));
    }
    log(thrown);
    return Problem.of(
        Reason.INTERNAL_ERROR, "The server failed on this request; its log says how.");
  }

  /** Tells of an exception that nobody should ever see. */
  static void log(Throwable thrown) {
    logger.error("A request failed in a way that none should", thrown);
  }
}
