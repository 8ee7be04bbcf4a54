package dev.scorekeeper.server.app;

import dev.scorekeeper.server.app.CommandLine.MisuseException;
import dev.scorekeeper.server.app.ScorekeeperServer.StartException;
import dev.scorekeeper.server.config.SettingsException;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The program {@code scorekeeper serve}: starts the server and stops it when told to. */
public final class ServerMain {

  private static final Logger logger = LoggerFactory.getLogger(ServerMain.class);

  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private final PrintStream out;
  private final PrintStream err;

  /** What the process ends with; a signal alone would make it 143. */
  private final AtomicInteger exitCode = new AtomicInteger();

  private final AtomicBoolean wasReady = new AtomicBoolean();

  ServerMain(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Ends the process with exit code 0 when stopped, 1 when failed, 2 when misused. */
  public static void main(String... arguments) {
    LibraryLogs.install();
    ServerMain main = new ServerMain(System.out, System.err);
    int code = main.run(arguments);
    main.exitCode.set(code);
    System.exit(code);
  }

  /** Parses, serves, and returns the exit code; does not return while the server runs. */
  int run(String... arguments) {
    try {
      CommandLine line = CommandLine.parse(arguments);
      if (line.help()) {
        out.print(CommandLine.USAGE);
        return 0;
      }
      return serve(line);
    } catch (MisuseException e) {
      err.println("scorekeeper serve: " + e.getMessage() + "\n\n" + CommandLine.USAGE);
      return MISUSED;
    }
  }

  private int serve(CommandLine line) {
    try {
      ServerSettings settings = ServerSettings.read(line.config(), line.settings());
      ScorekeeperServer server = new ScorekeeperServer(settings);
      stopOnSignal(server);
      StartReport report = server.start();
      wasReady.set(true);
      logger.info("{}", report.sentence());
      if (line.json()) {
        out.println(report.json());
        out.flush();
      }
      new CountDownLatch(1).await();
      return 0;
    } catch (SettingsException e) {
      err.println(e.getMessage());
      return MISUSED;
    } catch (StartException e) {
      err.println("scorekeeper serve: " + e.getMessage());
      return FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return FAILED;
    }
  }

  /** SIGTERM and Ctrl-C end the JVM through its hooks: this one drains first, then ends it. */
  private void stopOnSignal(ScorekeeperServer server) {
    Thread stop =
        new Thread(
            () -> {
              // Read first: what a start that is cut short returns is not what it ends with.
              int code = exitCode.get();
              logger.info("Stopping");
              server.close();
              if (wasReady.get()) {
                StartCache.ofThisJvm().complete();
              }
              logger.info("Stopped");
              Runtime.getRuntime().halt(code);
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(stop);
  }
}
