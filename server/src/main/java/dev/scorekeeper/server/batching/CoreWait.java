package dev.scorekeeper.server.batching;

import java.io.IOException;
import java.io.RandomAccessFile;
import org.jspecify.annotations.Nullable;

/**
 * How long a thread has waited for a core while it was ready to run, as Linux tells in {@code
 * /proc/thread-self/schedstat}; 0 elsewhere. Read and owned by the thread it is about.
 */
final class CoreWait {

  private static final String FILE = "/proc/thread-self/schedstat";

  /** Three decimal numbers. */
  private static final int MOST_BYTES = 3 * 21;

  private static final ThreadLocal<CoreWait> OF_THREAD = ThreadLocal.withInitial(CoreWait::open);

  private final byte[] text = new byte[MOST_BYTES];
  private long last;

  /** Closed by its cleaner, once the thread has ended. Null where nothing can be read. */
  private @Nullable RandomAccessFile file;

  private CoreWait(@Nullable RandomAccessFile file) {
    this.file = file;
  }

  private static CoreWait open() {
    try {
      return new CoreWait(new RandomAccessFile(FILE, "r"));
    } catch (IOException e) {
      return new CoreWait(null);
    }
  }

  /** Nanoseconds in all for which the current thread has waited; about a microsecond. */
  static long nanos() {
    return OF_THREAD.get().read();
  }

  /** Never less than before. */
  private long read() {
    if (file != null) {
      try {
        file.seek(0);
        last = Math.max(last, parse(text, file.read(text)));
      } catch (IOException | IllegalStateException e) {
        file = null;
      }
    }
    return last;
  }

  /** The second of the numbers: time on a core, time waited for one, slices. */
  static long parse(byte[] text, int length) {
    int i = 0;
    while (i < length && text[i] != ' ') {
      i++;
    }
    long value = 0;
    int digits = 0;
    for (i++; i < length && text[i] >= '0' && text[i] <= '9'; i++) {
      value = 10 * value + text[i] - '0';
      digits++;
    }
    if (digits == 0) {
      throw new IllegalStateException("no second number");
    }
    return value;
  }
}
