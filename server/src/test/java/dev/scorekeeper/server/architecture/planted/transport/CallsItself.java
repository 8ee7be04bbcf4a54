package dev.scorekeeper.server.architecture.planted.transport;

import io.grpc.ManagedChannel;

/** Breaks the rule that the server has no client inside: a channel is one. */
record CallsItself(ManagedChannel channel) {

  void end() {
    channel.shutdown();
  }
}
