package dev.scorekeeper.server.records;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.scorekeeper.v1.DatasetIdentity;
import dev.scorekeeper.v1.EvaluatedModel;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationMode;
import dev.scorekeeper.v1.EvaluationSpec;
import dev.scorekeeper.v1.MetricKey;
import dev.scorekeeper.v1.MetricValue;
import dev.scorekeeper.v1.ModelIdentity;
import dev.scorekeeper.v1.SliceKey;
import dev.scorekeeper.v1.SliceResult;
import dev.scorekeeper.v1.Verdict;
import java.time.Instant;
import java.util.Random;

/** Records to test with. */
final class SampleRecords {

  static final Instant NOW = Instant.parse("2026-11-26T10:20:30.123456Z");

  static final MetricKey ACCURACY =
      MetricKey.newBuilder().setMetric("accuracy").setOutput("out").setDigest("aa").build();

  private SampleRecords() {}

  /** A record whose values tell its number. */
  static Evaluation.Builder draft(int number) {
    return Evaluation.newBuilder()
        .setStartTime(Times.timestamp(NOW))
        .setModel(EvaluatedModel.newBuilder().setName("digits").setVersion(3).setSignature("s"))
        .setModelIdentity(ModelIdentity.newBuilder().setDigest("m".repeat(64)))
        .setSpec(EvaluationSpec.newBuilder().setMode(EvaluationMode.EVALUATION_MODE_DATASET))
        .setDataset(
            DatasetIdentity.newBuilder()
                .setName("test")
                .setVersion("1")
                .setDigest("d".repeat(64))
                .setRowCount(450))
        .addValues(accuracy(number / 1000.0))
        .addSlices(
            SliceResult.newBuilder()
                .setKey(SliceKey.newBuilder().addColumns("country").addValues("JP"))
                .setRowCount(7)
                .addValues(accuracy(0.25)))
        .setVerdict(Verdict.VERDICT_NOT_GATED);
  }

  /** A record that takes a while to write: the more, the likelier a crash hits the middle of it. */
  static Evaluation.Builder large(String requestId) {
    Evaluation.Builder draft = draft(requestId.length());
    draft.getSpecBuilder().setRequestId(requestId);
    for (int i = 0; i < 300; i++) {
      draft.addValues(accuracy(1.0 / (i + 1 + requestId.length())));
    }
    return draft;
  }

  static MetricValue accuracy(double value) {
    return MetricValue.newBuilder()
        .setName("accuracy")
        .setKey(ACCURACY)
        .setValue(value)
        .setDecimal(Double.toString(value))
        .setHigherIsBetter(true)
        .build();
  }

  /** A record with every field of every message set, to anything. */
  static Evaluation.Builder full(Random random) {
    Evaluation.Builder builder = Evaluation.newBuilder();
    fill(builder, random);
    return builder;
  }

  private static void fill(Message.Builder builder, Random random) {
    if (builder instanceof Timestamp.Builder time) {
      time.setSeconds(1_700_000_000L + random.nextInt(100_000_000));
      time.setNanos(random.nextInt(1_000_000) * 1_000);
      return;
    }
    for (FieldDescriptor field : builder.getDescriptorForType().getFields()) {
      if (field.isRepeated()) {
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
          builder.addRepeatedField(field, value(builder, field, random));
        }
      } else {
        builder.setField(field, value(builder, field, random));
      }
    }
  }

  private static Object value(Message.Builder builder, FieldDescriptor field, Random random) {
    return switch (field.getJavaType()) {
      case BOOLEAN -> random.nextBoolean();
      case INT -> random.nextInt();
      case LONG -> random.nextLong();
      case FLOAT -> anyFloat(random);
      case DOUBLE -> anyDouble(random);
      case STRING -> anyString(random);
      case BYTE_STRING -> com.google.protobuf.ByteString.copyFromUtf8(anyString(random));
      case ENUM ->
          field
              .getEnumType()
              .getValues()
              .get(random.nextInt(field.getEnumType().getValues().size()));
      case MESSAGE -> {
        Message.Builder part = builder.newBuilderForField(field);
        fill(part, random);
        yield part.build();
      }
    };
  }

  private static float anyFloat(Random random) {
    float number = Float.intBitsToFloat(random.nextInt());
    return number == 0 ? 0 : number;
  }

  private static double anyDouble(Random random) {
    double number =
        random.nextBoolean() ? random.nextDouble() : Double.longBitsToDouble(random.nextLong());
    return number == 0 ? 0 : number;
  }

  private static String anyString(Random random) {
    int[] letters =
        random
            .ints(1 + random.nextInt(12), 0, 0x500)
            .map(letter -> letter % 7 == 0 ? letter % 0x20 : letter)
            .toArray();
    return new String(letters, 0, letters.length) + (random.nextBoolean() ? "\uD83D\uDE00" : "");
  }
}
