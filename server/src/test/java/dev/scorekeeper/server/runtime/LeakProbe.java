package dev.scorekeeper.server.runtime;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.InputBlock;
import dev.scorekeeper.server.scoring.Layout;
import dev.scorekeeper.server.scoring.LoadedModel;
import dev.scorekeeper.server.scoring.Program;
import dev.scorekeeper.server.scoring.RunException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Loads or runs models again and again in a process of its own, and prints its memory.
 *
 * <p>In a process whose Java heap is fixed and touched from the start, what grows is native.
 * Arguments: {@code loads} or {@code runs}, how many to warm up with, how many to measure.
 */
final class LeakProbe {

  private static final byte[] LONG_STRING = new byte[2_000];

  private LeakProbe() {}

  public static void main(String[] arguments) throws Exception {
    int warmUp = Integer.parseInt(arguments[1]);
    int measured = Integer.parseInt(arguments[2]);
    long[] resident = new long[2];
    if (arguments[0].equals("loads")) {
      resident[0] = load(warmUp);
      resident[1] = load(measured);
    } else {
      run(warmUp, measured, resident);
    }
    PrintStream out = System.out;
    out.println("resident KiB: " + resident[0] + " " + resident[1]);
  }

  private static long load(int times) throws Exception {
    for (int i = 0; i < times; i++) {
      try (LoadedModel model = TestModels.load("digits")) {
        Program program = TestModels.program(model, "serving_default");
        try (InputBlock block = program.allocate(TestModels.layout(program), 4)) {
          program.run(block, 0, 4).close();
        }
      }
    }
    return residentKib();
  }

  private static void run(int warmUp, int measured, long[] resident) throws Exception {
    try (LoadedModel numbers = TestModels.load("half_plus_two");
        LoadedModel strings = TestModels.load("identity");
        LoadedModel stateful = TestModels.load("counter");
        LoadedModel failing = TestModels.load("picky")) {
      for (int part = 0; part < 2; part++) {
        int times = (part == 0 ? warmUp : measured) / 4;
        run(TestModels.program(numbers, "serving_default"), DataType.FLOAT32, true, times);
        run(TestModels.program(strings, "string"), DataType.STRING, true, times);
        run(TestModels.program(stateful, "serving_default"), DataType.FLOAT32, false, times);
        run(TestModels.program(failing, "serving_default"), DataType.FLOAT32, true, times);
        resident[part] = residentKib();
      }
    }
  }

  /** Two runs a round: of rows that TensorFlow must copy, and of all rows, which may fail. */
  private static void run(Program program, DataType type, boolean wide, int runs)
      throws RunException {
    Layout layout = wide ? TestModels.layout(type, 1) : TestModels.layout(type);
    InputBlock block = program.allocate(layout, 3);
    for (int i = 0; i < runs / 2; i++) {
      if (i % 100 == 99) {
        block.close();
        block = program.allocate(layout, 3);
      }
      if (type == DataType.STRING) {
        block.setString(0, i % 3, LONG_STRING);
      } else {
        block.buffer(0).putFloat(0, i % 2 == 0 ? -1 : 1);
      }
      program.run(block, 1, 2).close();
      runOrFail(program, block);
    }
    block.close();
  }

  private static void runOrFail(Program program, InputBlock block) {
    try {
      program.run(block, 0, 3).close();
    } catch (RunException e) {
      if (!e.inputAtFault()) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Resident memory that no file backs. */
  private static long residentKib() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("RssAnon:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
        .findFirst()
        .orElseThrow();
  }
}
