package dev.scorekeeper.client;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Servers inside the test's process that do everything on the calling thread. */
final class InProcess implements AutoCloseable {

  private final List<Server> servers = new ArrayList<>();

  /** Starts a server and returns its target. */
  String start(BindableService... services) {
    String name = InProcessServerBuilder.generateName();
    InProcessServerBuilder builder = InProcessServerBuilder.forName(name).directExecutor();
    for (BindableService service : services) {
      builder.addService(service);
    }
    try {
      servers.add(builder.build().start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return name;
  }

  /** A builder whose client works on the calling thread, with this time and without jitter. */
  static ClientBuilder client(Timer timer, String... targets) {
    return ScorekeeperClient.builder(targets)
        .channels(InProcessChannelBuilder::forName)
        .executor(Runnable::run)
        .timer(timer)
        .random(() -> 0.5);
  }

  @Override
  public void close() {
    servers.forEach(Server::shutdownNow);
  }
}
