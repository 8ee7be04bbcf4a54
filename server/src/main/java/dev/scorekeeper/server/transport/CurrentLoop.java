package dev.scorekeeper.server.transport;

import dev.scorekeeper.server.scoring.Problem;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The event loop whose thread this is, as the handlers of calls see it. */
public interface CurrentLoop extends Supplier<Executor> {

  /**
   * Always the same object on the same thread.
   *
   * @throws IllegalStateException on any other thread than a loop's
   */
  @Override
  Executor get();

  /**
   * Notes that a request that this loop brought was not answered, and why. On a loop's thread.
   * Unless overridden nothing comes of it.
   */
  default void unanswered(Problem problem) {}
}
