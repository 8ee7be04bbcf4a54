package dev.scorekeeper.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Evaluations of three rows by a stand-in for the server. */
final class EvaluateFixture implements AutoCloseable {
  private final FakeScorekeeper server;

  EvaluateFixture() throws IOException {
    server = FakeScorekeeper.start(0);
  }

  FakeScorekeeper server() {
    return server;
  }

  String target() {
    return server.target();
  }

  /** What the server got. */
  FakeEvaluations received() {
    return server.evaluations();
  }

  @Override
  public void close() {
    server.close();
  }

  /** Runs the command. */
  CommandRun evaluate(String model, Path data, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("evaluate", model, "--target", server.target(), "--data", data.toString()));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  /** Three rows with everything that may belong to them. */
  static Path rows(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("rows.csv"),
        """
        x_0,x_1,x_2,x_3,y,kind,w,m,country,name
        1,2,3,4,1.5,0,1,true,JP,a
        2,3,4,5,2.5,2,0.5,false,FR,b
        3,4,5,6,3.5,1,2,true,JP,c
        """);
  }
}
