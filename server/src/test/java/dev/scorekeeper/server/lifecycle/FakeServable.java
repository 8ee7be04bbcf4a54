package dev.scorekeeper.server.lifecycle;

import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.ProblemException;
import java.util.concurrent.atomic.AtomicInteger;

/** Servable that remembers whether it was closed, and refuses to be twice or while in use. */
final class FakeServable implements Servable {

  /** What warming does. */
  interface Warming {
    void warm() throws ProblemException;
  }

  private final ModelId id;
  private final Warming warming;
  private final AtomicInteger users = new AtomicInteger();
  private volatile boolean closed;

  FakeServable(ModelId id, Warming warming) {
    this.id = id;
    this.warming = warming;
  }

  @Override
  public ModelId id() {
    return id;
  }

  @Override
  public void warm() throws ProblemException {
    warming.warm();
  }

  /** Begins to use it; the test pairs it with {@link #leave}. */
  void enter() {
    users.incrementAndGet();
    if (closed) {
      throw new AssertionError(id + " is used after it was closed");
    }
  }

  void leave() {
    if (closed) {
      throw new AssertionError(id + " was closed while it was in use");
    }
    users.decrementAndGet();
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    if (closed) {
      throw new AssertionError(id + " is closed twice");
    }
    if (users.get() != 0) {
      throw new AssertionError(id + " is closed while in use");
    }
    closed = true;
  }
}
