package dev.scorekeeper.cli;

import dev.scorekeeper.cli.text.CommandException;
import java.nio.file.Path;

/** The script that started this program, and that starts servers. */
final class Launcher {
  private Launcher() {}

  /**
   * Its path.
   *
   * @param who needs it, such as {@code The demo}
   * @throws CommandException when the program was started otherwise
   */
  static Path require(String who) {
    String value =
        System.getProperty("scorekeeper.launcher", System.getenv("SCOREKEEPER_LAUNCHER"));
    if (value == null) {
      throw CommandException.misused(
          "%s starts a server, and is itself started by the launcher script, ./scorekeeper."
              .formatted(who));
    }
    return Path.of(value);
  }

  /** The folder of the models that come with the program. */
  static Path bundledModels(Path launcher) {
    Path home = launcher.toAbsolutePath().getParent();
    return (home == null ? Path.of("") : home).resolve("server/models");
  }
}
