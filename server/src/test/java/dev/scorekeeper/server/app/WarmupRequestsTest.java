package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;

import dev.scorekeeper.v1.ModelSpec;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.Tensor;
import org.junit.jupiter.api.Test;

/** What the warm-up sends. */
final class WarmupRequestsTest {

  @Test
  void plain_ofVersionAndSignature_namesNeither() {
    PredictRequest exact =
        PredictRequest.newBuilder()
            .setModel(ModelSpec.newBuilder().setName("digits").setVersion(3))
            .setSignature("serving_default")
            .addInputs(Tensor.newBuilder().setName("image"))
            .build();

    assertThat(WarmupRequests.plain(exact))
        .isEqualTo(
            PredictRequest.newBuilder()
                .setModel(ModelSpec.newBuilder().setName("digits"))
                .addInputs(Tensor.newBuilder().setName("image"))
                .build());
  }
}
