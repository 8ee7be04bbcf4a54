package dev.scorekeeper.cli.demo;

import dev.scorekeeper.cli.data.Block;
import dev.scorekeeper.cli.data.ColumnChoice;
import dev.scorekeeper.cli.data.DataFiles;
import dev.scorekeeper.cli.data.ElementType;
import dev.scorekeeper.cli.data.InputSpec;
import dev.scorekeeper.cli.data.RowGroup;
import dev.scorekeeper.cli.data.RowReader;
import dev.scorekeeper.cli.remote.ClientServer;
import dev.scorekeeper.cli.remote.RemoteServer;
import dev.scorekeeper.cli.remote.Tensors;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.cli.text.ProgressLine;
import dev.scorekeeper.client.Prediction;
import dev.scorekeeper.client.Result;
import dev.scorekeeper.v1.GetStatisticsResponse;
import dev.scorekeeper.v1.ModelStatistics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.HdrHistogram.Histogram;

/** Scores the digits test set: once for the accuracy, then over and over for the rate. */
public final class Demo {
  private static final String MODEL = "digits";
  private static final int CONNECTIONS = 4;
  private static final int CONCURRENT_CALLS = 256;

  private final DemoSettings settings;
  private final DemoServer server;
  private final ProgressLine progress;

  public Demo(DemoSettings settings, DemoServer server, ProgressLine progress) {
    this.settings = settings;
    this.server = server;
    this.progress = progress;
  }

  /**
   * Runs it, a few seconds long.
   *
   * @throws CommandException when an image is not scored
   */
  public DemoReport run() throws IOException {
    Path data = settings.models().resolve(MODEL).resolve("data");
    Block images =
        readAll(
            data.resolve("image.npy"),
            new InputSpec("image", ElementType.FLOAT32, List.of(8, 8, 1)));
    Block labels =
        readAll(data.resolve("label.npy"), new InputSpec("label", ElementType.INT64, List.of()));
    List<Prediction> requests = requests(images);
    try (RemoteServer remote = ClientServer.at(server.target(), CONNECTIONS)) {
      progress.step("Scoring %d images".formatted(requests.size()));
      int correct = countCorrect(remote, requests, labels);
      progress.step("Measuring with %d concurrent calls".formatted(CONCURRENT_CALLS));
      LoadLoop load = new LoadLoop(remote, requests, CONCURRENT_CALLS, System::nanoTime);
      load.run(settings.settle().toNanos());
      GetStatisticsResponse before = remote.statistics();
      LoadLoop.Measured result = load.run(settings.measure().toNanos());
      double meanBatch = meanBatch(before, remote.statistics());
      return report(requests.size(), correct, result, meanBatch);
    }
  }

  private DemoReport report(int rows, int correct, LoadLoop.Measured result, double meanBatch) {
    Histogram latencies = result.latencies();
    return new DemoReport(
        rows,
        correct,
        CONCURRENT_CALLS,
        latencies.getTotalCount(),
        result.seconds(),
        latencies.getValueAtPercentile(50) / 1e6,
        latencies.getValueAtPercentile(99) / 1e6,
        meanBatch,
        server.secondsToReady());
  }

  private static Block readAll(Path file, InputSpec spec) throws IOException {
    try (RowReader reader = DataFiles.read(file, List.of(spec), ColumnChoice.BY_NAME)) {
      RowGroup group = reader.read(Integer.MAX_VALUE);
      if (group == null) {
        throw CommandException.failed("There are no rows in " + file + ".");
      }
      return group.inputs().get(0);
    }
  }

  /** One request for each image. */
  private static List<Prediction> requests(Block images) {
    int rowBytes = images.rowSize() * images.type().byteSize();
    List<Prediction> requests = new ArrayList<>();
    for (int row = 0; row < images.rowCount(); row++) {
      ByteBuffer bytes = images.data().position(row * rowBytes).limit((row + 1) * rowBytes);
      Block image =
          Block.ofNumbers(images.name(), images.type(), 1, images.rowShape(), bytes.slice());
      requests.add(Prediction.of(MODEL).input(image.name(), Tensors.toTensor(image)));
    }
    return requests;
  }

  /** Sends all images at once and compares the most probable digits with the labels. */
  private static int countCorrect(RemoteServer remote, List<Prediction> requests, Block labels) {
    List<CompletableFuture<Result>> answers = requests.stream().map(remote::predict).toList();
    int correct = 0;
    for (int row = 0; row < answers.size(); row++) {
      Result answer = LoadLoop.await(answers.get(row));
      Block scores = Tensors.toBlock(answer.output().name(), answer.output().tensor(), 1);
      correct += largest(scores) == (int) labels.doubleAt(row) ? 1 : 0;
    }
    return correct;
  }

  private static int largest(Block scores) {
    int best = 0;
    for (int i = 1; i < scores.rowSize(); i++) {
      if (scores.doubleAt(i) > scores.doubleAt(best)) {
        best = i;
      }
    }
    return best;
  }

  /** Rows a run between two readings; NaN when nothing ran. */
  static double meanBatch(GetStatisticsResponse before, GetStatisticsResponse after) {
    long rows = 0;
    long runs = 0;
    for (ModelStatistics model : after.getModelsList()) {
      if (model.getName().equals(MODEL)) {
        rows += model.getRowCount();
        runs += model.getRunCount();
      }
    }
    for (ModelStatistics model : before.getModelsList()) {
      if (model.getName().equals(MODEL)) {
        rows -= model.getRowCount();
        runs -= model.getRunCount();
      }
    }
    return (double) rows / runs;
  }
}
