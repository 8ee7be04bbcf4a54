package dev.scorekeeper.server.transport.nativeapi;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.v1.PredictRequest;

/**
 * Reads the outputs that requests ask for, and remembers the last ones: a caller mostly asks for
 * the same. Confined to one thread.
 */
final class OutputsMemory {

  private static final int LONGEST = 1024;

  private byte[] bytes = {};
  private RequestedOutputs outputs = RequestedOutputs.all();

  /**
   * The outputs in these bytes, which hold nothing but fields {@code outputs} of a request.
   *
   * @throws ProblemException for what is wrong with them
   */
  RequestedOutputs read(RequestBytes source, int from, int to)
      throws InvalidProtocolBufferException, ProblemException {
    int length = to - from;
    if (length == bytes.length && source.matches(from, bytes)) {
      return outputs;
    }
    byte[] fresh = source.copy(from, length);
    RequestedOutputs read = RequestedOutputs.of(PredictRequest.parseFrom(fresh).getOutputsList());
    if (length <= LONGEST) {
      bytes = fresh;
      outputs = read;
    }
    return read;
  }
}
