package dev.scorekeeper.server.transport.nativeapi;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.v1.EvaluateRequest;
import dev.scorekeeper.v1.EvaluateShardRequest;
import dev.scorekeeper.v1.EvaluateWithProgressRequest;
import java.nio.ByteBuffer;

/** The methods that take an evaluation's stream. */
enum EvaluateKind {
  /** Answers the record. */
  PLAIN,
  /** Answers news, then the record. */
  PROGRESS,
  /** Answers the state of a part. */
  SHARD;

  /**
   * Parses a message of the stream; what it returns shares memory with it.
   *
   * @throws ProblemException REQUEST_MALFORMED, or NAME_INVALID for text that is not UTF-8
   */
  EvaluateRequest parse(ByteBuffer received) throws ProblemException {
    try {
      CodedInputStream input = UnsafeByteOperations.unsafeWrap(received).newCodedInput();
      input.enableAliasing(true);
      EvaluateRequest message =
          switch (this) {
            case PLAIN -> EvaluateRequest.parseFrom(input);
            case PROGRESS -> EvaluateWithProgressRequest.parseFrom(input).getMessage();
            case SHARD -> EvaluateShardRequest.parseFrom(input).getMessage();
          };
      input.checkLastTagWas(0);
      return message;
    } catch (InvalidProtocolBufferException e) {
      throw new ProblemException(PredictRequestDecoder.malformed(e));
    } catch (java.io.IOException e) {
      throw new ProblemException(PredictRequestDecoder.malformed(String.valueOf(e.getMessage())));
    }
  }
}
