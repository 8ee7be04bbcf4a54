package dev.scorekeeper.cli;

import static com.google.common.truth.Truth.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are several times larger than the heap of the program that reads them. */
final class ConstantMemoryTest {
  private static final int HEAP_MEGABYTES = 48;
  private static final int ROWS = 10_000_000;
  private static final int ROW_BYTES = 16;

  @TempDir private Path folder = Path.of("");

  @Test
  void predict_fileLargerThanTheHeap_scoresEveryRow() throws Exception {
    Path data = folder.resolve("large.npy");
    Path to = folder.resolve("doubled.npy");
    writeLarge(data);
    assertThat(Files.size(data)).isGreaterThan((3L * HEAP_MEGABYTES) << 20);
    try (FakeScorekeeper server = FakeScorekeeper.start(0)) {
      String output =
          run(
              server,
              "predict",
              "double",
              "--data",
              data.toString(),
              "--to",
              to.toString(),
              "--rows-per-request",
              "20000");
      assertThat(output).contains("10,000,000 rows scored by double");
    }
    assertDoubled(to);
  }

  @Test
  void evaluate_filesLargerThanTheHeap_sendsEveryRow() throws Exception {
    Path data = folder.resolve("large.npy");
    writeLarge(data);
    Path labels = folder.resolve("labels.npy");
    write(labels, "|i1", "(%d,)".formatted(ROWS), new byte[ROWS]);
    try (FakeScorekeeper server = FakeScorekeeper.start(0)) {
      String output =
          run(
              server,
              "evaluate",
              "double",
              "--data",
              data.toString(),
              "--label",
              labels.toString(),
              "--loss",
              "mse");
      assertThat(output).contains("double version 3 on 10,000,000 rows");
    }
  }

  private String run(FakeScorekeeper server, String... arguments) throws Exception {
    Path output = folder.resolve("output.txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MEGABYTES + "m",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.scorekeeper.cli.Main"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--target", server.target()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(0);
    return Files.readString(output);
  }

  private static void writeLarge(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(header("<f4", "(%d, 4)".formatted(ROWS)));
      ByteBuffer chunk = ByteBuffer.allocate(10_000 * ROW_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (int row = 0; row < ROWS; row++) {
        chunk.putFloat(row).putFloat(1).putFloat(2).putFloat(3);
        if (!chunk.hasRemaining()) {
          out.write(chunk.array());
          chunk.clear();
        }
      }
    }
  }

  private static void write(Path file, String type, String shape, byte[] content)
      throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(header(type, shape));
      out.write(content);
    }
  }

  private static byte[] header(String type, String shape) {
    String text = "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(type, shape);
    byte[] padded =
        (text + " ".repeat(117 - text.length()) + "\n").getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(10 + padded.length)
        .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) padded.length, 0})
        .put(padded)
        .array();
  }

  private static void assertDoubled(Path file) throws IOException {
    assertThat(Files.size(file)).isEqualTo(192 + (long) ROWS * ROW_BYTES);
    try (var channel = Files.newByteChannel(file)) {
      ByteBuffer row = ByteBuffer.allocate(ROW_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (int index = 0; index < ROWS; index += 99_991) {
        channel.position(192 + (long) index * ROW_BYTES);
        row.clear();
        while (row.hasRemaining()) {
          assertThat(channel.read(row)).isAtLeast(0);
        }
        assertThat(row.getFloat(0)).isEqualTo(2f * index);
      }
    }
  }
}
