package dev.scorekeeper.cli;

/**
 * Stands in for the server's program: serves the fake on {@code --port} until it is told to stop.
 */
public final class FakeServerMain {
  private FakeServerMain() {}

  public static void main(String[] arguments) throws Exception {
    int port = 0;
    for (int i = 0; i < arguments.length - 1; i++) {
      if (arguments[i].equals("--port")) {
        port = Integer.parseInt(arguments[i + 1]);
      }
    }
    FakeScorekeeper.startDigits(port);
    // The real server ends with 0 when it is told to stop; a plain JVM would with 143.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(0)));
    Thread.currentThread().join();
  }
}
