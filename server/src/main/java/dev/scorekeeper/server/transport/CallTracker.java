package dev.scorekeeper.server.transport;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts the calls that are open, and knows those that must be told to end. Thread-safe. */
public final class CallTracker {

  private final LongAdder started = new LongAdder();
  private final LongAdder ended = new LongAdder();
  private final Set<Drainable> streams = ConcurrentHashMap.newKeySet();

  /** Counts a call. */
  public void started() {
    started.increment();
  }

  /** Counts the end of a call that was counted; exactly once. */
  public void ended() {
    ended.increment();
  }

  /** Remembers a stream that does not end by itself. */
  public void add(Drainable stream) {
    streams.add(stream);
  }

  /** Forgets a stream; nothing happens when it is not known. */
  public void remove(Drainable stream) {
    streams.remove(stream);
  }

  /** Tells every stream to end. Those that are added later are missed: call it again. */
  void drain() {
    streams.forEach(Drainable::drain);
  }

  /** Calls open now; exact once none starts any more. */
  long open() {
    // In this order a call that ends in between counts as open, never as less than none.
    long endedSoFar = ended.sum();
    return started.sum() - endedSoFar;
  }

  /** A stream that goes on until it is told to end. */
  public interface Drainable {

    /** Asks it to end once what it has taken is answered. Any thread; more than once. */
    void drain();
  }
}
