package dev.scorekeeper.server.transport.nativeapi;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.PredictStreamRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Parses request messages. What it returns may share memory with the bytes given: borrowed as they
 * are.
 */
final class PredictRequestDecoder {

  private static final int ID_TAG = PredictStreamRequest.ID_FIELD_NUMBER << 3;
  private static final int REQUEST_TAG = PredictStreamRequest.REQUEST_FIELD_NUMBER << 3 | 2;

  private PredictRequestDecoder() {}

  /**
   * Parses a request.
   *
   * @throws ProblemException REQUEST_MALFORMED, or NAME_INVALID for text that is not UTF-8
   */
  static PredictRequest decode(ByteString bytes) throws ProblemException {
    try {
      CodedInputStream input = aliasing(bytes);
      PredictRequest request = PredictRequest.parser().parseFrom(input);
      input.checkLastTagWas(0);
      return request;
    } catch (InvalidProtocolBufferException e) {
      throw new ProblemException(malformed(e));
    }
  }

  /**
   * Parses the envelope of a stream's message, not the request in it, so that a malformed request
   * can still be answered by its id.
   *
   * @throws ProblemException REQUEST_MALFORMED
   */
  static Envelope decodeEnvelope(ByteString bytes) throws ProblemException {
    try {
      CodedInputStream input = aliasing(bytes);
      long id = 0;
      ByteString request = null;
      for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
        if (tag == ID_TAG) {
          id = input.readInt64();
        } else if (tag == REQUEST_TAG) {
          // A message field that comes twice is merged, which is what joining the bytes means.
          ByteString part = input.readBytes();
          request = request == null ? part : request.concat(part);
        } else if (!input.skipField(tag)) {
          throw new ProblemException(malformed("a group ends that never began"));
        }
      }
      return new Envelope(id, request);
    } catch (InvalidProtocolBufferException e) {
      throw new ProblemException(malformed(e));
    } catch (IOException e) {
      throw new ProblemException(malformed(String.valueOf(e.getMessage())));
    }
  }

  /**
   * A message of a stream.
   *
   * @param request bytes of the request; null when there is none
   */
  record Envelope(long id, @Nullable ByteString request) {}

  private static CodedInputStream aliasing(ByteString bytes) {
    CodedInputStream input = bytes.newCodedInput();
    input.enableAliasing(true);
    return input;
  }

  static Problem malformed(InvalidProtocolBufferException e) {
    String text = String.valueOf(e.getMessage());
    if (text.contains("UTF-8")) {
      return Problem.of(
          Reason.NAME_INVALID, "A name in the request is not valid UTF-8; nothing was run.");
    }
    return malformed(text);
  }

  static Problem malformed(String why) {
    return Problem.of(
        Reason.REQUEST_MALFORMED, "The message is not the Protobuf it should be: " + why);
  }
}
