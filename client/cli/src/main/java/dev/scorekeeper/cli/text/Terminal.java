package dev.scorekeeper.cli.text;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the commands write: results to one stream, progress and errors to the other.
 *
 * @param out results
 * @param err progress, notes and errors
 * @param outIsTerminal true when a person reads the results as they come
 * @param errIsTerminal true when a person watches the progress
 */
public record Terminal(
    PrintStream out, PrintStream err, boolean outIsTerminal, boolean errIsTerminal) {

  /** The streams of this process. */
  public static Terminal ofProcess() {
    return new Terminal(
        stream(FileDescriptor.out), stream(FileDescriptor.err), isTerminal(1), isTerminal(2));
  }

  /** Whatever the locale says: results are files for other programs, too. */
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  private static boolean isTerminal(int descriptor) {
    if ("dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    try {
      Path link = Path.of("/proc/self/fd/" + descriptor);
      if (!Files.exists(link)) {
        return askShell(descriptor);
      }
      String device = Files.readSymbolicLink(link).toString();
      return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
    } catch (IOException e) {
      return false;
    }
  }

  /** Where there is no /proc: Java itself only tells about input and output together. */
  private static boolean askShell(int descriptor) throws IOException {
    try {
      return new ProcessBuilder("test", "-t", Integer.toString(descriptor))
              .inheritIO()
              .start()
              .waitFor()
          == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** A note for the person at the terminal, on a line of its own. */
  public void note(String text) {
    err.println(text);
  }
}
