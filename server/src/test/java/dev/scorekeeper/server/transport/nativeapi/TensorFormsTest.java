package dev.scorekeeper.server.transport.nativeapi;

import static com.google.common.truth.Truth.assertThat;

import com.google.protobuf.ByteString;
import dev.scorekeeper.server.transport.TestServer;
import dev.scorekeeper.v1.DataType;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.Tensor;
import dev.scorekeeper.v1.TensorEncoding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every element type in both of its forms, in and out, over a real connection. */
final class TensorFormsTest {

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** The same three rows as bytes and as typed values. */
  record Forms(Tensor data, Tensor values) {
    @Override
    public String toString() {
      return values.getDtype().name();
    }
  }

  private static Forms forms(DataType type, String hex, Tensor.Builder values) {
    return new Forms(
        head(type).setData(ByteString.copyFrom(HexFormat.of().parseHex(hex))).build(),
        head(type).mergeFrom(values.buildPartial()).build());
  }

  private static Tensor.Builder head(DataType type) {
    return Tensor.newBuilder().setName("x").setDtype(type).addShape(3).addShape(1);
  }

  private static Tensor.Builder tensor() {
    return Tensor.newBuilder();
  }

  private static String hex(int size, java.util.function.Consumer<ByteBuffer> writer) {
    ByteBuffer buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    writer.accept(buffer);
    return HexFormat.of().formatHex(buffer.array());
  }

  private static List<Forms> all() {
    return List.of(
        forms(
            DataType.DATA_TYPE_BOOL,
            "010001",
            tensor().addAllBoolValues(List.of(true, false, true))),
        forms(DataType.DATA_TYPE_INT8, "80ff7f", tensor().addAllIntValues(List.of(-128, -1, 127))),
        forms(
            DataType.DATA_TYPE_INT16,
            "0080ffffff7f",
            tensor().addAllIntValues(List.of(-32768, -1, 32767))),
        forms(
            DataType.DATA_TYPE_INT32,
            "00000080ffffffffffffff7f",
            tensor().addAllIntValues(List.of(Integer.MIN_VALUE, -1, Integer.MAX_VALUE))),
        forms(
            DataType.DATA_TYPE_INT64,
            hex(24, b -> b.putLong(Long.MIN_VALUE).putLong(-1).putLong(Long.MAX_VALUE)),
            tensor().addAllInt64Values(List.of(Long.MIN_VALUE, -1L, Long.MAX_VALUE))),
        forms(DataType.DATA_TYPE_UINT8, "00ff80", tensor().addAllUintValues(List.of(0, 255, 128))),
        forms(
            DataType.DATA_TYPE_UINT16,
            "0000ffff0080",
            tensor().addAllUintValues(List.of(0, 65535, 32768))),
        forms(
            DataType.DATA_TYPE_UINT32,
            "00000000ffffffff00000080",
            tensor().addAllUintValues(List.of(0, -1, Integer.MIN_VALUE))),
        forms(
            DataType.DATA_TYPE_UINT64,
            hex(24, b -> b.putLong(0).putLong(-1).putLong(Long.MIN_VALUE)),
            tensor().addAllUint64Values(List.of(0L, -1L, Long.MIN_VALUE))),
        forms(
            DataType.DATA_TYPE_FLOAT16,
            "003c00c0007c",
            tensor().addAllFloatValues(List.of(1f, -2f, Float.POSITIVE_INFINITY))),
        forms(
            DataType.DATA_TYPE_BFLOAT16,
            "803f00c0807f",
            tensor().addAllFloatValues(List.of(1f, -2f, Float.POSITIVE_INFINITY))),
        forms(
            DataType.DATA_TYPE_FLOAT32,
            hex(12, b -> b.putFloat(1.5f).putFloat(-0f).putFloat(Float.NaN)),
            tensor().addAllFloatValues(List.of(1.5f, -0f, Float.NaN))),
        forms(
            DataType.DATA_TYPE_FLOAT64,
            hex(24, b -> b.putDouble(1e300).putDouble(-0d).putDouble(Double.NaN)),
            tensor().addAllDoubleValues(List.of(1e300, -0d, Double.NaN))),
        forms(
            DataType.DATA_TYPE_COMPLEX64,
            hex(24, b -> b.putFloat(1).putFloat(2).putFloat(3).putFloat(4).putFloat(5).putFloat(6)),
            tensor().addAllFloatValues(List.of(1f, 2f, 3f, 4f, 5f, 6f))));
  }

  private static Tensor predict(Tensor input, TensorEncoding encoding) {
    PredictRequest request = Requests.request(input).setEncoding(encoding).build();
    return server.scoring().predict(request).getOutputs(0).getTensor();
  }

  @ParameterizedTest
  @MethodSource("all")
  void predict_everyForm_comesBackInEveryForm(Forms forms) {
    for (Tensor input : List.of(forms.data(), forms.values())) {
      assertThat(predict(input, TensorEncoding.TENSOR_ENCODING_UNSPECIFIED))
          .isEqualTo(forms.data());
      assertThat(predict(input, TensorEncoding.TENSOR_ENCODING_DATA)).isEqualTo(forms.data());
      assertThat(predict(input, TensorEncoding.TENSOR_ENCODING_VALUES)).isEqualTo(forms.values());
    }
  }

  @Test
  void predict_stringsOfAnyBytes_comeBack() {
    Tensor input =
        head(DataType.DATA_TYPE_STRING)
            .addStringValues(ByteString.EMPTY)
            .addStringValues(ByteString.copyFromUtf8("größer 漢"))
            .addStringValues(ByteString.copyFrom(new byte[] {0, (byte) 0xff, (byte) 0xc0, 10}))
            .build();

    assertThat(predict(input, TensorEncoding.TENSOR_ENCODING_DATA)).isEqualTo(input);
    assertThat(predict(input, TensorEncoding.TENSOR_ENCODING_VALUES)).isEqualTo(input);
  }

  @Test
  void predict_halvesBetweenTwo_areRoundedToEven() {
    Tensor input =
        head(DataType.DATA_TYPE_FLOAT16).addAllFloatValues(List.of(2049f, 2051f, 1e9f)).build();

    Tensor output = predict(input, TensorEncoding.TENSOR_ENCODING_VALUES);

    assertThat(output.getFloatValuesList())
        .containsExactly(2048f, 2052f, Float.POSITIVE_INFINITY)
        .inOrder();
  }

  @Test
  void predict_zeroRows_comeBack() {
    for (DataType type : DataType.values()) {
      if (type == DataType.DATA_TYPE_UNSPECIFIED || type == DataType.UNRECOGNIZED) {
        continue;
      }
      Tensor input =
          Tensor.newBuilder().setName("x").setDtype(type).addShape(0).addShape(4).build();

      assertThat(predict(input, TensorEncoding.TENSOR_ENCODING_DATA)).isEqualTo(input);
      assertThat(predict(input, TensorEncoding.TENSOR_ENCODING_VALUES)).isEqualTo(input);
    }
  }

  @Test
  void predict_scalar_comesBack() {
    Tensor input =
        Tensor.newBuilder()
            .setName("x")
            .setDtype(DataType.DATA_TYPE_INT32)
            .addIntValues(-5)
            .build();

    assertThat(predict(input, TensorEncoding.TENSOR_ENCODING_VALUES)).isEqualTo(input);
  }

  @Test
  void predict_unpackedAndRepeatedPieces_areJoined() throws Exception {
    // float_values twice packed and once unpacked, as other encoders may send it.
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    com.google.protobuf.CodedOutputStream out =
        com.google.protobuf.CodedOutputStream.newInstance(bytes);
    out.writeString(Tensor.NAME_FIELD_NUMBER, "x");
    out.writeEnum(Tensor.DTYPE_FIELD_NUMBER, DataType.DATA_TYPE_FLOAT32_VALUE);
    out.writeInt64(Tensor.SHAPE_FIELD_NUMBER, 1);
    out.writeInt64(Tensor.SHAPE_FIELD_NUMBER, 3);
    out.writeByteArray(Tensor.FLOAT_VALUES_FIELD_NUMBER, Requests.bytes(1).toByteArray());
    out.writeFloat(Tensor.FLOAT_VALUES_FIELD_NUMBER, 2);
    out.writeByteArray(Tensor.FLOAT_VALUES_FIELD_NUMBER, Requests.bytes(3).toByteArray());
    out.flush();

    Tensor output =
        predict(Tensor.parseFrom(bytes.toByteArray()), TensorEncoding.TENSOR_ENCODING_DATA);

    assertThat(Requests.floats(output)).isEqualTo(new float[] {1, 2, 3});
  }
}
