package dev.scorekeeper.server.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Whether this machine has a CPU like the one that the reference results were made on: x86-64 with
 * AVX-512.
 *
 * <p>TensorFlow has other kernels for other CPUs, which take sums in another order: there results
 * are close, and not the same bits.
 */
public final class ReferenceCpu {

  /**
   * How far a number may be from the reference on another CPU, as a share of the number: with AVX2
   * alone 1.2e-5 was seen, in a cost that is the small difference of large numbers.
   */
  public static final double TOLERANCE_ELSEWHERE = 2e-5;

  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final String FEATURE = "avx512f";

  private ReferenceCpu() {}

  /** False also where the CPU does not say what it can. */
  public static boolean isHere() {
    try {
      return Files.exists(CPU_INFO)
          && Files.readAllLines(CPU_INFO).stream()
              .filter(line -> line.startsWith("flags"))
              .anyMatch(line -> List.of(line.split("\\s+", -1)).contains(FEATURE));
    } catch (IOException e) {
      return false;
    }
  }
}
