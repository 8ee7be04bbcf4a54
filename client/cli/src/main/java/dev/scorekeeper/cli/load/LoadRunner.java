package dev.scorekeeper.cli.load;

import dev.scorekeeper.cli.remote.RemoteServer;
import dev.scorekeeper.v1.GetStatisticsResponse;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;

/**
 * Measures a server: runs the engine, and takes readings of the server and of this machine at both
 * ends of the measured time. For one thread.
 */
public final class LoadRunner implements Measurer {
  private final LoadEngine engine;
  private final LoadSubject subject;
  private final RemoteServer server;
  private final DoubleConsumer progress;
  private final Map<String, String> environment = Environments.read();
  private final boolean sharesMachine;

  /**
   * @param progress told how far a measurement has come, [0, 1]
   */
  public LoadRunner(
      LoadEngine engine, LoadSubject subject, RemoteServer server, DoubleConsumer progress) {
    this.engine = engine;
    this.subject = subject;
    this.server = server;
    this.progress = progress;
    sharesMachine = Environments.isThisMachine(subject.target());
  }

  @Override
  public LoadResult measure(LoadPlan plan) throws InterruptedException {
    // Connects and loads classes, so that taking the readings does not disturb what they are of.
    server.statistics();
    Readings readings = new Readings();
    List<WindowResult> windows = engine.run(plan, readings);
    return new LoadResult(
        subject,
        plan,
        environment,
        readings.startedMillis,
        windows,
        readings.machineBefore.until(readings.machineAfter, sharesMachine),
        new ServerReading(readings.before, readings.after).split(subject.model()),
        1);
  }

  private final class Readings implements LoadWatcher {
    private long startedMillis;
    private MachineReading machineBefore = MachineReading.now();
    private MachineReading machineAfter = machineBefore;
    private GetStatisticsResponse before = GetStatisticsResponse.getDefaultInstance();
    private GetStatisticsResponse after = before;

    @Override
    public void onBegin() {
      startedMillis = System.currentTimeMillis();
      before = server.statistics();
      machineBefore = MachineReading.now();
    }

    @Override
    public void onEnd() {
      machineAfter = MachineReading.now();
      after = server.statistics();
    }

    @Override
    public void onProgress(double share) {
      progress.accept(share);
    }
  }
}
