package dev.scorekeeper.cli;

import static com.google.common.truth.Truth.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scores a file that is several times larger than the heap of the program that scores it. */
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
      Path output = folder.resolve("output.txt");
      Process process =
          new ProcessBuilder(
                  List.of(
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "-Xmx" + HEAP_MEGABYTES + "m",
                      "-cp",
                      System.getProperty("java.class.path"),
                      "dev.scorekeeper.cli.Main",
                      "predict",
                      "double",
                      "--target",
                      server.target(),
                      "--data",
                      data.toString(),
                      "--to",
                      to.toString(),
                      "--rows-per-request",
                      "20000"))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(Files.readString(output)).contains("10,000,000 rows scored by double");
      assertThat(process.exitValue()).isEqualTo(0);
    }
    assertDoubled(to);
  }

  private static void writeLarge(Path file) throws IOException {
    String text = "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, 4), }".formatted(ROWS);
    byte[] header =
        (text + " ".repeat(117 - text.length()) + "\n").getBytes(StandardCharsets.US_ASCII);
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length, 0});
      out.write(header);
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
