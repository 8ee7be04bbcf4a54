package dev.scorekeeper.server.lifecycle;

/**
 * Keeps a version loaded while a request uses it. Held by one request, given back once by {@link
 * #close}, on any thread; a second close throws.
 */
public interface ModelLease<S extends Servable> extends AutoCloseable {

  S servable();

  @Override
  void close();
}
