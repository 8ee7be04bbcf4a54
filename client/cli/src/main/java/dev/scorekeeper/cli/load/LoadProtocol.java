package dev.scorekeeper.cli.load;

import dev.scorekeeper.cli.data.Block;
import java.util.List;

/** How a server is spoken to: which messages, over which calls. */
public interface LoadProtocol {
  /** Such as {@code scorekeeper.v1}. */
  String name();

  /** The request message for some rows, one block for each input. */
  byte[] encode(List<Block> inputs);

  /**
   * Opens connections.
   *
   * @param stream true for one stream a connection, false for a call a request
   * @param deadlineNanos how long callers wait; the server is told
   */
  Sender open(String target, int connections, boolean stream, long deadlineNanos);
}
