package dev.scorekeeper.server.transport.nativeapi;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.Tag;

/** The scanner against the generated parser on any bytes; CONTRIBUTING.md says how to fuzz. */
@Tag("fuzz")
final class RequestFuzzTest {

  private static final ScannerLaw LAW = new ScannerLaw();

  @FuzzTest
  void scan_anyBytes_meansTheSameOrIsDeclined(byte[] request) {
    LAW.holds(request);
  }
}
