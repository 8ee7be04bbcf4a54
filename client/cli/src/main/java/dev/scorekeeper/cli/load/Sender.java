package dev.scorekeeper.cli.load;

/**
 * Brings prepared requests to a server and tells of the answers. One for each protocol and way of
 * calling. Safe for several threads.
 */
public interface Sender extends AutoCloseable {
  /**
   * Sends a request.
   *
   * @param lane requests of one lane go over one connection; lanes are spread over them in turn
   * @param request the message's bytes, not changed and not kept after the reply
   * @param reply called once, possibly before this returns, on whichever thread brought the answer
   */
  void send(int lane, byte[] request, Reply reply);

  /** Ends what is under way; its replies come or do not. */
  @Override
  void close();
}
