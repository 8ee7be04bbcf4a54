package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.LoadedModel.RecordedRequest;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.scoring.Signature;
import dev.scorekeeper.server.scoring.TensorSpec;
import dev.scorekeeper.v1.ModelSpec;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the warm-up sends. */
final class WarmupRequestsTest {

  private static final Signature DEFAULT = signature(Signature.DEFAULT_NAME, false);
  private static final Signature OTHER = signature("other", false);
  private static final Signature COUNTING = signature(Signature.DEFAULT_NAME, true);

  private static Signature signature(String name, boolean stateful) {
    TensorSpec input = new TensorSpec("x", DataType.FLOAT32, Shape.of(Shape.UNKNOWN, 3));
    return new Signature(name, List.of(input), List.of(), stateful);
  }

  private static WarmupRequests.Version version(int number, Signature... signatures) {
    return new WarmupRequests.Version(
        new ModelId("digits", number), List.of(signatures), List.of());
  }

  private static PredictRequest plain(int rows) {
    return PredictRequest.newBuilder()
        .setModel(ModelSpec.newBuilder().setName("digits"))
        .addInputs(zeros(rows))
        .build();
  }

  private static PredictRequest named(int version, String signature, int rows) {
    return PredictRequest.newBuilder()
        .setModel(ModelSpec.newBuilder().setName("digits").setVersion(version))
        .setSignature(signature)
        .addInputs(zeros(rows))
        .build();
  }

  private static Tensor zeros(int rows) {
    return Tensor.newBuilder()
        .setName("x")
        .setDtype(dev.scorekeeper.v1.DataType.DATA_TYPE_FLOAT32)
        .addShape(rows)
        .addShape(3)
        .setData(com.google.protobuf.ByteString.copyFrom(new byte[rows * 12]))
        .build();
  }

  @Test
  void of_oneVersion_asksByNameAndAsMostCallersDo() {
    assertThat(WarmupRequests.of(List.of(version(3, DEFAULT, OTHER))))
        .containsExactly(
            named(3, "serving_default", 1),
            named(3, "serving_default", 16),
            plain(1),
            named(3, "other", 1),
            named(3, "other", 16));
  }

  @Test
  void of_twoVersions_onlyTheNewestIsAskedForWithoutAName() {
    assertThat(WarmupRequests.of(List.of(version(3, DEFAULT), version(4, DEFAULT))))
        .containsExactly(
            named(3, "serving_default", 1),
            named(3, "serving_default", 16),
            named(4, "serving_default", 1),
            named(4, "serving_default", 16),
            plain(1));
  }

  @Test
  void of_newestKeepsState_isNeitherAskedByNameNorWithout() {
    assertThat(WarmupRequests.of(List.of(version(3, DEFAULT), version(4, COUNTING))))
        .containsExactly(named(3, "serving_default", 1), named(3, "serving_default", 16));
  }

  @Test
  void of_newestHasNoDefaultSignature_nobodyIsAskedWithoutAName() {
    assertThat(WarmupRequests.of(List.of(version(3, OTHER))))
        .containsExactly(named(3, "other", 1), named(3, "other", 16));
  }

  @Test
  void of_recordedRequests_areSentInPlaceOfZeros() {
    WarmupRequests.Version version =
        new WarmupRequests.Version(
            new ModelId("digits", 3),
            List.of(DEFAULT, OTHER),
            List.of(new RecordedRequest("serving_default", List.of())));

    PredictRequest empty = named(3, "serving_default", 1).toBuilder().clearInputs().build();
    assertThat(WarmupRequests.of(List.of(version)))
        .containsExactly(
            empty,
            plain(1).toBuilder().clearInputs().build(),
            named(3, "other", 1),
            named(3, "other", 16));
  }

  @Test
  void of_nothingServes_isEmpty() {
    assertThat(WarmupRequests.of(List.of())).isEmpty();
  }
}
