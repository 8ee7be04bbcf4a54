package dev.scorekeeper.server.transport.nativeapi;

import io.netty.util.concurrent.FastThreadLocal;

/**
 * What the requests of one event loop are read with and answered through, one after the other.
 * Confined to that loop.
 */
final class LoopScratch {

  private static final FastThreadLocal<LoopScratch> OF_THREAD =
      new FastThreadLocal<>() {
        @Override
        protected LoopScratch initialValue() {
          return new LoopScratch();
        }
      };

  final RequestBytes bytes = new RequestBytes();
  final EnvelopeScanner envelopes = new EnvelopeScanner(bytes);
  final RequestScanner scanner = new RequestScanner(bytes);
  final PlainAnswers answers = new PlainAnswers();
  private boolean reading;

  /** That of the current thread. */
  static LoopScratch current() {
    return OF_THREAD.get();
  }

  /**
   * Begins the reading of a request. A request that is answered at once may let another one in
   * before its own reading has ended; that one gets memory of its own.
   */
  LoopScratch begin() {
    LoopScratch free = reading ? new LoopScratch() : this;
    free.reading = true;
    return free;
  }

  /** Ends the reading: what was read is no longer valid. */
  void end() {
    bytes.forget();
    reading = false;
  }
}
