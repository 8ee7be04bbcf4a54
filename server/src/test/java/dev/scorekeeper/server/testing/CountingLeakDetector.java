package dev.scorekeeper.server.testing;

import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Netty's leak detector, which also remembers what it found; the tests' build names it to Netty.
 */
public final class CountingLeakDetector<T> extends ResourceLeakDetector<T> {

  private static final ConcurrentLinkedQueue<String> LEAKS = new ConcurrentLinkedQueue<>();

  /** Called by Netty. */
  public CountingLeakDetector(Class<?> resourceType, int samplingInterval) {
    super(resourceType, samplingInterval);
  }

  /** Called by Netty, which looks for a constructor of this form too. */
  public CountingLeakDetector(Class<?> resourceType, int samplingInterval, long unused) {
    super(resourceType, samplingInterval);
  }

  /** What was found since the last call. */
  static List<String> takeLeaks() {
    List<String> leaks = List.copyOf(LEAKS);
    LEAKS.removeAll(leaks);
    return leaks;
  }

  @Override
  protected void reportTracedLeak(String resourceType, String records) {
    LEAKS.add(resourceType + " was not released:" + records);
  }

  @Override
  protected void reportUntracedLeak(String resourceType) {
    LEAKS.add(resourceType + " was not released");
  }
}
