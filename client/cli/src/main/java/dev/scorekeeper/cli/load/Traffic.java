package dev.scorekeeper.cli.load;

/**
 * Which requests arrive when.
 *
 * @param concurrency calls under way at a time, at least 1; unused for {@link LoadMode#RATE}
 * @param perSecond arrivals a second, above 0; 0 for the other modes
 * @param poisson true for arrivals independent of each other, false for an even beat
 * @param requests how many requests the work is; 0 but for {@link LoadMode#OFFLINE}
 */
public record Traffic(
    LoadMode mode, int concurrency, double perSecond, boolean poisson, long requests) {
  public Traffic {
    if (mode == LoadMode.RATE ? !(perSecond > 0) : concurrency < 1) {
      throw new IllegalArgumentException("nothing arrives: " + perSecond + ", " + concurrency);
    }
    if (mode == LoadMode.OFFLINE ? requests < 1 : requests != 0) {
      throw new IllegalArgumentException("requests: " + requests);
    }
  }

  public static Traffic single() {
    return new Traffic(LoadMode.SINGLE, 1, 0, false, 0);
  }

  public static Traffic concurrency(int calls) {
    return new Traffic(LoadMode.CONCURRENCY, calls, 0, false, 0);
  }

  public static Traffic rate(double perSecond, boolean poisson) {
    return new Traffic(LoadMode.RATE, 1, perSecond, poisson, 0);
  }

  public static Traffic offline(long requests, int concurrency) {
    return new Traffic(LoadMode.OFFLINE, concurrency, 0, false, requests);
  }
}
