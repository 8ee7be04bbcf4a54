package dev.scorekeeper.cli.load;

import dev.scorekeeper.cli.data.RowGroup;
import dev.scorekeeper.cli.data.RowReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Request messages made ahead, all different as far as the data is, so that no cache on the way
 * makes the work easier than it is. They are used in turn.
 */
public final class PreparedRequests {
  private static final int MOST = 10_000;
  private static final long MOST_BYTES = 64L << 20;

  private PreparedRequests() {}

  /** Requests of made-up rows: ten thousand, or 64 MiB if that is less. */
  public static List<byte[]> synthetic(LoadProtocol protocol, SyntheticRows rows, int rowCount) {
    List<byte[]> requests = new ArrayList<>();
    long bytes = 0;
    while (requests.size() < MOST && bytes < MOST_BYTES) {
      byte[] request = protocol.encode(rows.next(rowCount));
      requests.add(request);
      bytes += request.length;
    }
    return requests;
  }

  /**
   * Requests of a file's rows, from its beginning, with the same limits. A last group with fewer
   * rows is left out unless it is the only one.
   */
  public static List<byte[]> ofFile(LoadProtocol protocol, RowReader reader, int rowCount)
      throws IOException {
    List<byte[]> requests = new ArrayList<>();
    List<byte[]> partial = new ArrayList<>();
    long bytes = 0;
    while (requests.size() < MOST && bytes < MOST_BYTES) {
      RowGroup group = reader.read(rowCount);
      if (group == null) {
        break;
      }
      byte[] request = protocol.encode(group.inputs());
      (group.rowCount() == rowCount ? requests : partial).add(request);
      bytes += request.length;
    }
    return requests.isEmpty() ? partial : requests;
  }

  /** Mean size of a message, 0 of none. */
  public static int meanBytes(List<byte[]> requests) {
    return (int) requests.stream().mapToInt(request -> request.length).average().orElse(0);
  }
}
