package dev.scorekeeper.server.batching;

import static com.google.common.truth.Truth.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.batching.BatchingConfig.LaneChoice;
import dev.scorekeeper.server.batching.BatchingConfig.Pairing;
import dev.scorekeeper.server.batching.BatchingConfig.Sharing;
import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.testing.FakeModel;
import dev.scorekeeper.server.testing.FakeRows;
import dev.scorekeeper.server.testing.FakeTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;

final class PaddingTest {

  private static BatchingConfig padded(Map<String, InputPadding> padding) {
    return new BatchingConfig(
        8,
        Duration.ZERO,
        List.of(),
        LaneChoice.WORKER,
        Duration.ofNanos(150_000),
        Sharing.AUTO,
        padding,
        Pairing.AUTO);
  }

  @Test
  void submit_differentLengths_shareARunAndGetTheirOwnLengthsBack() {
    BatchingFixture fixture =
        BatchingFixture.of(
            FakeModel.echo(),
            padded(
                Map.of(
                    "x", new InputPadding("-1", List.of(4, 8)),
                    "s", new InputPadding("pad", List.of()))));
    FakeTask first =
        fixture.submit(
            FakeRows.of(2).strings(Shape.of(1), "a", "b").floats(Shape.of(2), 1, 2, 3, 4));
    FakeTask second =
        fixture.submit(FakeRows.of(1).strings(Shape.of(1), "c").floats(Shape.of(3), 5, 6, 7));
    FakeTask third =
        fixture.submit(FakeRows.of(1).strings(Shape.of(1), "d").floats(Shape.of(4), 8, 9, 10, 11));
    FakeTask longest =
        fixture.submit(FakeRows.of(1).strings(Shape.of(3), "e", "f", "g").floats(Shape.of(1), 12));
    fixture.settle();

    assertThat(fixture.model.runs()).containsExactly(List.of(1f, 3f, 5f, 8f), List.of(12f));
    assertThat(first.floats(1)).isEqualTo(new float[] {1, 2, 3, 4});
    assertThat(first.shape(1)).isEqualTo(Shape.of(2, 2));
    assertThat(second.floats(1)).isEqualTo(new float[] {5, 6, 7});
    assertThat(third.floats(1)).isEqualTo(new float[] {8, 9, 10, 11});
    assertThat(longest.strings(0)).containsExactly("e", "f", "g").inOrder();
    assertThat(longest.shape(1)).isEqualTo(Shape.of(1, 1));
    fixture.close();
  }

  @Test
  void submit_padded_showsTheModelTheValue() {
    FakeModel sums =
        new FakeModel()
            .signature(
                "serving_default",
                List.of(FakeModel.floats("x", -1, -1)),
                List.of(FakeModel.floats("y", -1)),
                false,
                in -> {
                  float[] x = in.floats(0);
                  float[] y = new float[in.count()];
                  for (int i = 0; i < x.length; i++) {
                    y[i / (x.length / in.count())] += x[i];
                  }
                  return Map.of("y", FakeTensor.floats(Shape.of(in.count()), y));
                });
    BatchingFixture fixture =
        BatchingFixture.of(sums, padded(Map.of("x", new InputPadding("100", List.of(4)))));
    FakeTask task = fixture.submit(2, 1, 2, 3, 4);
    FakeTask longer = fixture.submit(1, 1, 1, 1, 1, 1);
    fixture.settle();

    assertThat(task.floats(0)).isEqualTo(new float[] {203, 207});
    assertThat(longer.floats(0)).isEqualTo(new float[] {5});
    fixture.close();
  }

  @Test
  void prepare_settingsThatDoNotSuitTheModel_throws() {
    for (Map<String, InputPadding> wrong :
        List.of(
            Map.of("z", InputPadding.defaults()),
            Map.of("x", new InputPadding("blue", List.of())))) {
      BatchingFixture fixture = new BatchingFixture(FakeModel.echo(), padded(wrong));

      assertThrows(ProblemException.class, fixture.batcher::prepare);
      fixture.close();
    }
  }

  @Test
  void overlap_innerDimensionsDiffer_visitsEachCommonRun() {
    StringBuilder visits = new StringBuilder();
    Overlap.of(Shape.of(2, 2, 3), Shape.of(4, 3, 3))
        .visit(
            10,
            100,
            (first, second, length) -> visits.append(first + ">" + second + "x" + length + " "));

    assertThat(visits.toString()).isEqualTo("10>100x6 16>109x6 ");
  }

  @Test
  void overlap_emptyDimension_visitsNothing() {
    Overlap.of(Shape.of(2, 0), Shape.of(2, 4))
        .visit(0, 0, (first, second, length) -> assertThat(length).isEqualTo(-1));
  }

  @Test
  void parse_everyNumericType_writesLittleEndian() {
    assertThat(bits(DataType.BOOL, "true")).isEqualTo(1);
    assertThat(bits(DataType.INT8, "-1")).isEqualTo(0xFF);
    assertThat(bits(DataType.INT16, "-2")).isEqualTo(0xFFFE);
    assertThat(bits(DataType.INT32, " 7 ")).isEqualTo(7);
    assertThat(bits(DataType.INT64, "-1")).isEqualTo(-1);
    assertThat(bits(DataType.UINT8, "255")).isEqualTo(255);
    assertThat(bits(DataType.UINT16, "65535")).isEqualTo(65535);
    assertThat(bits(DataType.UINT32, "4294967295")).isEqualTo(0xFFFFFFFFL);
    assertThat(bits(DataType.UINT64, "18446744073709551615")).isEqualTo(-1);
    assertThat(bits(DataType.FLOAT16, "1.5")).isEqualTo(0x3E00);
    assertThat(bits(DataType.BFLOAT16, "1.5")).isEqualTo(0x3FC0);
    assertThat(bits(DataType.FLOAT32, "1.5")).isEqualTo(0x3FC00000);
    assertThat(bits(DataType.FLOAT64, "1.5")).isEqualTo(0x3FF8000000000000L);
    assertThat(bits(DataType.COMPLEX64, "1.5")).isEqualTo(0x3FC00000);
    assertThat(new String(PadValue.parse(DataType.STRING, "[PAD]"), UTF_8)).isEqualTo("[PAD]");
  }

  @Test
  void parse_valueOutOfRange_throws() {
    assertThrows(IllegalArgumentException.class, () -> PadValue.parse(DataType.UINT8, "256"));
    assertThrows(IllegalArgumentException.class, () -> PadValue.parse(DataType.INT32, "0.5"));
    assertThrows(IllegalArgumentException.class, () -> PadValue.parse(DataType.BOOL, "yes"));
  }

  @Test
  void half_edges_roundToNearestEven() {
    assertThat(PadValue.half(0f)).isEqualTo((short) 0);
    assertThat(PadValue.half(-0f)).isEqualTo((short) 0x8000);
    assertThat(PadValue.half(65504f)).isEqualTo((short) 0x7BFF);
    assertThat(PadValue.half(65519.9f)).isEqualTo((short) 0x7BFF);
    assertThat(PadValue.half(65520f)).isEqualTo((short) 0x7C00);
    assertThat(PadValue.half(Float.NEGATIVE_INFINITY)).isEqualTo((short) 0xFC00);
    assertThat(PadValue.half(0x1p-24f)).isEqualTo((short) 1);
    assertThat(PadValue.half(0x1p-25f)).isEqualTo((short) 0);
    assertThat(PadValue.half(0x1.ffcp-15f)).isEqualTo((short) 0x400);
    assertThat(PadValue.half(2049f)).isEqualTo((short) 0x6800);
    assertThat(PadValue.half(2051f)).isEqualTo((short) 0x6802);
    assertThat(PadValue.half(4095.9f)).isEqualTo((short) 0x6C00);
  }

  @Property
  void half_normalNumbers_areWithinHalfAStep(
      @ForAll @FloatRange(min = 0.01f, max = 60_000f) float value) {
    short bits = PadValue.half(value);
    double back = (1024 + (bits & 0x3FF)) * Math.pow(2, ((bits >> 10) & 0x1F) - 25);

    assertThat(Math.abs(back - value)).isAtMost(value / 2048.0);
  }

  private static long bits(DataType type, String text) {
    byte[] bytes = PadValue.parse(type, text);
    assertThat(bytes.length).isEqualTo(type.byteSize());
    ByteBuffer buffer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    return buffer.put(bytes).clear().getLong();
  }
}
