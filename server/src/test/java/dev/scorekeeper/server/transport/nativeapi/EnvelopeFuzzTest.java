package dev.scorekeeper.server.transport.nativeapi;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

/** The envelope's scanner against the decoder on any bytes; CONTRIBUTING.md says how to fuzz. */
@Tag("fuzz")
final class EnvelopeFuzzTest {

  private static final EnvelopeLaw LAW = new EnvelopeLaw();

  @FuzzTest
  void scan_anyBytes_meansTheSameOrIsDeclined(byte[] message) {
    LAW.holds(message);
  }
}
