package dev.scorekeeper.client;

/** How much a {@link PredictStream} may have under way. Immutable. */
public final class StreamOptions {

  private static final StreamOptions STANDARD = new StreamOptions(256, 64L << 20, 0);

  private final int maxInFlight;
  private final long maxInFlightBytes;
  private final int calls;

  private StreamOptions(int maxInFlight, long maxInFlightBytes, int calls) {
    this.maxInFlight = atLeastOne("maxInFlight", maxInFlight);
    this.maxInFlightBytes = atLeastOne("maxInFlightBytes", maxInFlightBytes);
    this.calls = calls;
  }

  private static int atLeastOne(String name, int value) {
    return (int) atLeastOne(name, (long) value);
  }

  private static long atLeastOne(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is below 1: " + value);
    }
    return value;
  }

  /** 256 requests, 64 MiB, one call for each connection of the client. */
  public static StreamOptions standard() {
    return STANDARD;
  }

  /** With this many requests sent and not answered at most, at least 1. */
  public StreamOptions withMaxInFlight(int requests) {
    return new StreamOptions(requests, maxInFlightBytes, calls);
  }

  /**
   * With this many bytes of inputs sent and not answered at most, at least 1. A request that is
   * larger goes alone.
   */
  public StreamOptions withMaxInFlightBytes(long bytes) {
    return new StreamOptions(maxInFlight, bytes, calls);
  }

  /** Over this many calls of the wire, used in turn, at least 1. */
  public StreamOptions withCalls(int count) {
    return new StreamOptions(maxInFlight, maxInFlightBytes, atLeastOne("calls", count));
  }

  int maxInFlight() {
    return maxInFlight;
  }

  long maxInFlightBytes() {
    return maxInFlightBytes;
  }

  /** Number of calls; 0 means one for each connection. */
  int calls() {
    return calls;
  }
}
