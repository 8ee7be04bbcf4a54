package dev.scorekeeper.client;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.v1.PredictRequest;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** What programs rely on when they put this library on their class path. */
final class LibraryContractTest {

  private static final int JAVA_11 = 55;

  @Test
  void classFiles_ofClientAndWire_runOnJava11() throws IOException {
    assertThat(classFileVersion(ScorekeeperClient.class)).isEqualTo(JAVA_11);
    assertThat(classFileVersion(PredictStream.class)).isEqualTo(JAVA_11);
    assertThat(classFileVersion(PredictRequest.class)).isEqualTo(JAVA_11);
  }

  @Test
  void classPath_ofTheClient_hasNoTensorFlowAndNoServer() {
    for (String name :
        new String[] {
          "org.tensorflow.internal.c_api.global.tensorflow",
          "org.tensorflow.TensorFlow",
          "org.bytedeco.javacpp.Loader",
          "dev.scorekeeper.server.scoring.Rows"
        }) {
      assertThrows(ClassNotFoundException.class, () -> Class.forName(name));
    }
  }

  private static int classFileVersion(Class<?> type) throws IOException {
    String file = type.getName().replace('.', '/') + ".class";
    try (InputStream stream = type.getClassLoader().getResourceAsStream(file);
        DataInputStream data = new DataInputStream(stream)) {
      assertThat(data.readInt()).isEqualTo(0xcafebabe);
      data.readUnsignedShort();
      return data.readUnsignedShort();
    }
  }
}
