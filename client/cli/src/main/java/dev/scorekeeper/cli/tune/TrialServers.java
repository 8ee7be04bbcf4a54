package dev.scorekeeper.cli.tune;

import java.util.List;

/** Starts servers. */
@FunctionalInterface
interface TrialServers {
  /**
   * Starts a server and waits until it serves the model.
   *
   * @throws dev.scorekeeper.cli.text.CommandException when it does not with these settings
   */
  TrialServer start(List<Setting> settings) throws InterruptedException;
}
