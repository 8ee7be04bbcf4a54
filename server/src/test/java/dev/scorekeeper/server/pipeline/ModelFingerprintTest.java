package dev.scorekeeper.server.pipeline;

import static com.google.common.truth.Truth.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ModelFingerprintTest {

  private static final Path DIGITS = Path.of("models", "digits", "1", ModelFingerprint.FILE);

  @Test
  void read_fileOfTensorFlow_hasItsFields() throws IOException {
    assertThat(ModelFingerprint.read(Files.readAllBytes(DIGITS)))
        .hasValue(
            new ModelFingerprint(
                "4379792247964681413",
                "1437847444272240774",
                "9719176809818577232",
                "4450396730957822359",
                "18154059173105236462",
                "157370164852565522712565903447121579742",
                4));
  }

  @Test
  void read_fieldsThatItDoesNotKnow_arePassedOver() {
    byte[] file = HexFormat.of().parseHex("0805" + "f90101020304050607aa" + "7d01020304" + "1007");

    ModelFingerprint found = ModelFingerprint.read(file).orElseThrow();

    assertThat(found.savedModelChecksum()).isEqualTo("5");
    assertThat(found.graphDefProgramHash()).isEqualTo("7");
    assertThat(found.uuid()).isEmpty();
    assertThat(found.producer()).isEqualTo(0);
  }

  @Test
  void read_brokenBytes_areNone() throws IOException {
    byte[] file = Files.readAllBytes(DIGITS);
    for (String broken : new String[] {"08", "3aff7f41", "0fff", "08ffffffffffffffffffff01"}) {
      assertThat(ModelFingerprint.read(HexFormat.of().parseHex(broken)))
          .isEqualTo(Optional.empty());
    }
    assertThat(ModelFingerprint.read(Arrays.copyOf(file, file.length - 1))).isEmpty();
  }

  @Test
  void read_anyBytes_neverThrows() {
    Random random = new Random(3);
    for (int i = 0; i < 10_000; i++) {
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      assertThat(ModelFingerprint.read(bytes)).isNotNull();
    }
  }
}
