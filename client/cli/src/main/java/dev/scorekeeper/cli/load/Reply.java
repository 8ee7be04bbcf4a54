package dev.scorekeeper.cli.load;

import io.grpc.Status;

/** Where the end of one request is told. */
@FunctionalInterface
public interface Reply {
  /** The request ended so. Must be quick: the thread belongs to the network. */
  void onEnd(Status.Code code);
}
