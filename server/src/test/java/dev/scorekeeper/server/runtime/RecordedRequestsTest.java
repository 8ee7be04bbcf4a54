package dev.scorekeeper.server.runtime;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.InputTensor;
import dev.scorekeeper.server.scoring.LoadedModel.RecordedRequest;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Requests recorded in TensorFlow Serving's format. */
final class RecordedRequestsTest {

  private static final ModelId ID = new ModelId("recorded", 1);

  @TempDir Path folder;

  @Test
  void read_noFile_isEmpty() {
    assertThat(RecordedRequests.read(ID, folder)).isEmpty();
  }

  @Test
  void read_predictRequests_givesSignatureAndInputs() throws Exception {
    TensorProto numbers =
        tensor(org.tensorflow.proto.DataType.DT_FLOAT, 2, 1).addFloatVal(1).addFloatVal(2).build();
    TensorProto texts =
        tensor(org.tensorflow.proto.DataType.DT_STRING, 1)
            .addStringVal(ByteString.copyFromUtf8("café"))
            .build();
    write(predictLog("scores", "x", numbers), predictLog("", "text", texts));
    List<RecordedRequest> requests = RecordedRequests.read(ID, folder);
    assertThat(requests).hasSize(2);
    assertThat(requests.get(0).signature()).isEqualTo("scores");
    InputTensor input = requests.get(0).inputs().get(0);
    assertThat(input.name()).isEqualTo("x");
    assertThat(input.type()).isEqualTo(DataType.FLOAT32);
    assertThat(input.shape()).isEqualTo(Shape.of(2, 1));
    assertThat(input.byteLength()).isEqualTo(8);
    ByteBuffer second = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    input.read(4, second);
    assertThat(second.getFloat(0)).isEqualTo(2f);
    assertThat(requests.get(1).signature()).isEqualTo("serving_default");
    assertThat(requests.get(1).inputs().get(0).stringCount()).isEqualTo(1);
    assertThat(requests.get(1).inputs().get(0).string(0))
        .isEqualTo("café".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void read_fewerValuesThanElements_repeatsLast() throws Exception {
    TensorProto filled =
        tensor(org.tensorflow.proto.DataType.DT_INT64, 3).addInt64Val(7).addInt64Val(8).build();
    write(predictLog("", "x", filled));
    ByteBuffer bytes = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    RecordedRequests.read(ID, folder).get(0).inputs().get(0).read(0, bytes);
    assertThat(bytes.getLong(0)).isEqualTo(7);
    assertThat(bytes.getLong(16)).isEqualTo(8);
  }

  @Test
  void read_otherLogs_areSkipped() throws Exception {
    write(field(2, field(1, ByteString.copyFromUtf8("a classify request"))).toByteArray());
    assertThat(RecordedRequests.read(ID, folder)).isEmpty();
  }

  @Test
  void read_manyRequests_keepsFew() throws Exception {
    byte[][] records = new byte[100][];
    Arrays.fill(
        records,
        predictLog(
            "", "x", tensor(org.tensorflow.proto.DataType.DT_FLOAT, 1).addFloatVal(1).build()));
    write(records);
    assertThat(RecordedRequests.read(ID, folder)).hasSize(32);
  }

  @Test
  void read_damagedFile_isTreatedAsAbsent() throws Exception {
    write(
        predictLog(
            "", "x", tensor(org.tensorflow.proto.DataType.DT_FLOAT, 1).addFloatVal(1).build()));
    byte[] content = Files.readAllBytes(file());
    content[20] ^= 1;
    Files.write(file(), content);
    assertThat(RecordedRequests.read(ID, folder)).isEmpty();
    IOException problem = assertThrows(IOException.class, () -> RecordFile.read(file(), 10));
    assertThat(problem).hasMessageThat().contains("checksum");
  }

  @Test
  void recordFile_cutShort_saysWhichRecord() throws Exception {
    write(new byte[] {1, 2, 3}, new byte[] {4, 5, 6});
    byte[] content = Files.readAllBytes(file());
    for (int length : new int[] {content.length - 1, content.length - 10, content.length - 5}) {
      Files.write(file(), Arrays.copyOf(content, length));
      IOException problem = assertThrows(IOException.class, () -> RecordFile.read(file(), 10));
      assertThat(problem).hasMessageThat().contains("record 1 is cut short");
    }
  }

  @Test
  void maskedChecksum_ofKnownBytes_isTensorFlows() {
    // CRC32C of "123456789" is e3069283; masking rotates it right by 15 and adds a282ead8.
    byte[] bytes = "123456789".getBytes(StandardCharsets.US_ASCII);
    int expected = Integer.rotateRight(0xe3069283, 15) + 0xa282ead8;
    assertThat(RecordFile.maskedChecksum(bytes, bytes.length)).isEqualTo(expected);
  }

  private static TensorProto.Builder tensor(org.tensorflow.proto.DataType type, long... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long dim : dims) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(dim));
    }
    return TensorProto.newBuilder().setDtype(type).setTensorShape(shape);
  }

  private static byte[] predictLog(String signature, String input, TensorProto tensor)
      throws IOException {
    ByteString spec =
        field(1, ByteString.copyFromUtf8("m")).concat(field(3, ByteString.copyFromUtf8(signature)));
    ByteString entry =
        field(1, ByteString.copyFromUtf8(input)).concat(field(2, tensor.toByteString()));
    ByteString request = field(1, spec).concat(field(2, entry));
    return field(6, field(1, request)).toByteArray();
  }

  private static ByteString field(int number, ByteString value) throws IOException {
    ByteString.Output bytes = ByteString.newOutput();
    CodedOutputStream output = CodedOutputStream.newInstance(bytes);
    output.writeBytes(number, value);
    output.flush();
    return bytes.toByteString();
  }

  private Path file() {
    return folder.resolve("assets.extra/tf_serving_warmup_requests");
  }

  private void write(byte[]... records) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] record : records) {
      byte[] length =
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(record.length).array();
      content.write(length);
      content.write(checksum(length));
      content.write(record);
      content.write(checksum(record));
    }
    Files.createDirectories(file().getParent());
    Files.write(file(), content.toByteArray());
  }

  private static byte[] checksum(byte[] bytes) {
    return ByteBuffer.allocate(4)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(RecordFile.maskedChecksum(bytes, bytes.length))
        .array();
  }
}
