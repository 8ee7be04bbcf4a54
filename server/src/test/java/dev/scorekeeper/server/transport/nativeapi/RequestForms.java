package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.v1.DataType;
import dev.scorekeeper.v1.ModelSpec;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.RequestedOutput;
import dev.scorekeeper.v1.TensorEncoding;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Requests at random: as clients write them, and in all the forms that the wire allows besides. */
final class RequestForms {

  static final List<String> NAMES =
      List.of("x", "digits", "größe", "入力", "🎲", "a/b:0", "n".repeat(128), "m".repeat(300));

  private final Random random;
  private final TensorForms tensors;

  RequestForms(Random random) {
    this.random = random;
    this.tensors = new TensorForms(random);
  }

  /** A request as clients mostly write it, which the scanner is there for. */
  byte[] usual() {
    PredictRequest.Builder request =
        PredictRequest.newBuilder().setModel(usualModel()).setSingleExample(random.nextBoolean());
    if (random.nextBoolean()) {
      request.setSignature(name());
    }
    if (random.nextBoolean()) {
      request.setEncoding(TensorEncoding.forNumber(random.nextInt(3)));
    }
    for (int i = random.nextInt(12); i >= 0; i--) {
      request.addInputs(tensors.usual());
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      request.addOutputs(OutputForms.usual("output" + i, random));
    }
    return request.build().toByteArray();
  }

  private ModelSpec usualModel() {
    ModelSpec.Builder model = ModelSpec.newBuilder().setName(name());
    switch (random.nextInt(4)) {
      case 0 -> model.setVersion(random.nextInt(Integer.MAX_VALUE));
      case 1 -> model.setLabel("stable");
      default -> {
        // the newest
      }
    }
    return model.build();
  }

  private String name() {
    return NAMES.get(random.nextInt(NAMES.size()));
  }

  /** A request in any form: fields in any order, repeated, padded, unknown, wrong. */
  byte[] any() {
    WireMessage request = new WireMessage();
    if (random.nextInt(12) > 0) {
      request.bytes(PredictRequest.MODEL_FIELD_NUMBER, anyModel(), padding());
    }
    if (random.nextBoolean()) {
      request.bytes(PredictRequest.SIGNATURE_FIELD_NUMBER, anyName(), padding());
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      byte[] tensor = random.nextBoolean() ? tensors.usual().toByteArray() : tensors.any();
      request.bytes(PredictRequest.INPUTS_FIELD_NUMBER, tensor, padding());
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      request.bytes(PredictRequest.OUTPUTS_FIELD_NUMBER, anyOutput(), padding());
    }
    if (random.nextBoolean()) {
      int flag = random.nextInt(10) == 0 ? 2 : random.nextInt(2);
      request.number(PredictRequest.SINGLE_EXAMPLE_FIELD_NUMBER, flag, padding());
    }
    if (random.nextBoolean()) {
      int encoding = random.nextInt(10) == 0 ? random.nextInt() : random.nextInt(3);
      request.number(PredictRequest.ENCODING_FIELD_NUMBER, encoding, padding());
    }
    disturb(request, random);
    return request.toBytes();
  }

  private byte[] anyModel() {
    WireMessage model = new WireMessage();
    if (random.nextInt(16) > 0) {
      model.bytes(ModelSpec.NAME_FIELD_NUMBER, anyName(), padding());
    }
    if (random.nextInt(4) == 0) {
      long version = random.nextInt(3) == 0 ? TensorForms.anyNumber(random) : random.nextInt(100);
      model.number(ModelSpec.VERSION_FIELD_NUMBER, version, padding());
    }
    if (random.nextInt(4) == 0) {
      model.bytes(ModelSpec.LABEL_FIELD_NUMBER, anyName(), padding());
    }
    disturb(model, random);
    return model.toBytes();
  }

  private byte[] anyOutput() {
    RequestedOutput.Builder output = OutputForms.usual("y" + random.nextInt(9), random);
    output.setExpectedKindValue(random.nextInt(12) == 0 ? 6 : random.nextInt(6));
    WireMessage message = new WireMessage().raw(output.build().toByteArray());
    disturb(message, random);
    return message.toBytes();
  }

  private byte[] anyName() {
    if (random.nextInt(20) == 0) {
      byte[] bytes = new byte[random.nextInt(6)];
      random.nextBytes(bytes);
      return bytes;
    }
    return name().getBytes(StandardCharsets.UTF_8);
  }

  private int padding() {
    return random.nextInt(8) == 0 ? random.nextInt(11) : 0;
  }

  /** Now and then puts fields in another order, writes one twice, adds one that nobody knows. */
  static void disturb(WireMessage message, Random random) {
    if (random.nextInt(8) == 0) {
      Collections.shuffle(message.fields, random);
    }
    if (random.nextInt(24) == 0 && !message.fields.isEmpty()) {
      byte[] again = message.fields.get(random.nextInt(message.fields.size()));
      message.fields.add(random.nextInt(message.fields.size() + 1), again);
    }
    if (random.nextInt(30) == 0) {
      message.number(random.nextBoolean() ? 15 : 1000, random.nextInt(), 0);
    }
    if (random.nextInt(40) == 0) {
      message.raw((byte) random.nextInt(256));
    }
  }

  /** Some bytes changed, cut off, put in or doubled. */
  static byte[] mutate(byte[] bytes, Random random) {
    byte[] result = bytes;
    for (int i = random.nextInt(3); i >= 0; i--) {
      result = mutateOnce(result, random);
    }
    return result;
  }

  private static byte[] mutateOnce(byte[] bytes, Random random) {
    int from = random.nextInt(bytes.length + 1);
    int to = from + random.nextInt(Math.min(8, bytes.length - from) + 1);
    WireMessage result = new WireMessage().raw(java.util.Arrays.copyOf(bytes, from));
    byte[] part = java.util.Arrays.copyOfRange(bytes, from, to);
    switch (random.nextInt(5)) {
      case 0 -> random.nextBytes(part);
      case 1 -> part = new byte[0];
      case 2 -> result.raw(part);
      case 3 -> result.raw((byte) random.nextInt(256));
      default -> {
        for (int i = 0; i < part.length; i++) {
          part[i] ^= (byte) (1 << random.nextInt(8));
        }
      }
    }
    boolean cutOff = random.nextInt(10) == 0;
    byte[] rest = java.util.Arrays.copyOfRange(bytes, cutOff ? bytes.length : to, bytes.length);
    return result.raw(part).raw(rest).toBytes();
  }

  /** The element types with a fixed size whose any bytes are elements. */
  static List<DataType> plainTypes() {
    return java.util.Arrays.stream(DataType.values())
        .filter(
            type ->
                type != DataType.UNRECOGNIZED
                    && type != DataType.DATA_TYPE_UNSPECIFIED
                    && type != DataType.DATA_TYPE_STRING
                    && type != DataType.DATA_TYPE_BOOL)
        .toList();
  }
}
