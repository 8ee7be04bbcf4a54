package dev.scorekeeper.cli.load;

/** How requests arrive. */
public enum LoadMode {
  /** One call at a time: each answer sends the next request. */
  SINGLE,
  /** A fixed number of calls under way: each answer sends the next request. */
  CONCURRENCY,
  /** A fixed rate of arrivals, whatever the server does. What independent callers are like. */
  RATE,
  /** A fixed amount of work, as fast as it goes. */
  OFFLINE;

  /** True when the server's answers decide when the next request is sent. */
  public boolean isClosed() {
    return this != RATE;
  }
}
