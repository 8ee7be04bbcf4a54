package dev.scorekeeper.server.transport.nativeapi;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import dev.scorekeeper.server.lifecycle.VersionSelector;
import dev.scorekeeper.server.pipeline.ScoreRequest;
import dev.scorekeeper.server.scoring.InputTensor;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.v1.DataType;
import dev.scorekeeper.v1.ModelSpec;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.Softmax;
import dev.scorekeeper.v1.Tensor;
import dev.scorekeeper.v1.TensorEncoding;
import dev.scorekeeper.v1.Transform;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What the scanner takes, what it leaves to the generated parser, and what it remembers. */
final class RequestScannerTest {

  private final RequestBytes bytes = new RequestBytes();
  private final RequestScanner scanner = new RequestScanner(bytes);

  private boolean scan(byte[] request) {
    bytes.load(request);
    return scanner.scan(0, request.length);
  }

  private boolean scan(PredictRequest.Builder request) {
    return scan(request.build().toByteArray());
  }

  private boolean scan(Tensor.Builder input) {
    return scan(Requests.request(input.build()));
  }

  private ScoreRequest request(PredictRequest.Builder request) {
    assertThat(scan(request)).isTrue();
    return scanner.request();
  }

  private static PredictRequest.Builder named(String model) {
    return PredictRequest.newBuilder().setModel(ModelSpec.newBuilder().setName(model));
  }

  private static Tensor.Builder tensor() {
    return Requests.floats("x", 1, 2).toBuilder();
  }

  @Test
  void scan_wholeRequest_isRead() {
    PredictRequest.Builder message =
        Requests.request(Requests.floats("a", 1, 2), Requests.floats("b", 3))
            .setSignature("classify")
            .setSingleExample(true)
            .setEncoding(TensorEncoding.TENSOR_ENCODING_VALUES)
            .addOutputs(Requests.output("y"));

    ScoreRequest request = request(message);

    assertThat(request.model()).isEqualTo("echo");
    assertThat(request.version()).isEqualTo(VersionSelector.NEWEST);
    assertThat(request.signature()).isEqualTo("classify");
    assertThat(request.singleExample()).isTrue();
    assertThat(request.outputs().names()).containsExactly("y");
    assertThat(scanner.answerForm().typedValues()).isTrue();
    assertThat(scanner.answerForm().singleExample()).isTrue();
    assertThat(request.inputs()).hasSize(2);
    InputTensor second = request.inputs().get(1);
    assertThat(second.name()).isEqualTo("b");
    assertThat(second.field()).isEqualTo("inputs[1]");
    assertThat(second.type()).isEqualTo(dev.scorekeeper.server.scoring.DataType.FLOAT32);
    assertThat(second.shape()).isEqualTo(Shape.of(1, 1));
    ByteBuffer data = ByteBuffer.allocate(4);
    second.read(0, data);
    assertThat(data.array()).isEqualTo(Requests.bytes(3).toByteArray());
  }

  @Test
  void scan_afterAnother_nothingOfItIsLeft() {
    request(
        Requests.request(Requests.floats("a", 1, 2))
            .setModel(ModelSpec.newBuilder().setName("m").setVersion(3))
            .setSignature("s")
            .setSingleExample(true)
            .setEncoding(TensorEncoding.TENSOR_ENCODING_VALUES)
            .addOutputs(Requests.output("y")));

    ScoreRequest request = request(named("n"));

    assertThat(request.model()).isEqualTo("n");
    assertThat(request.version()).isEqualTo(VersionSelector.NEWEST);
    assertThat(request.signature()).isEmpty();
    assertThat(request.singleExample()).isFalse();
    assertThat(request.inputs()).isEmpty();
    assertThat(request.outputs().names()).isEmpty();
    assertThat(scanner.answerForm().typedValues()).isFalse();
  }

  /** One object less for each request; a difference anywhere makes a new one. */
  @Test
  void request_likeTheOneBefore_isTheSameObject() {
    ScoreRequest first = request(named("m").setSignature("s"));

    assertThat(request(named("m").setSignature("s"))).isSameInstanceAs(first);
    assertThat(request(named("n").setSignature("s")).model()).isEqualTo("n");
    assertThat(request(named("m").setSignature("t")).signature()).isEqualTo("t");
    assertThat(request(named("m")).signature()).isEmpty();
    assertThat(request(named("m").setSingleExample(true)).singleExample()).isTrue();
    assertThat(request(named("m")).singleExample()).isFalse();
    assertThat(request(named("m").addOutputs(Requests.output("y"))).outputs().names())
        .containsExactly("y");
    ScoreRequest exact =
        request(
            PredictRequest.newBuilder()
                .setModel(ModelSpec.newBuilder().setName("m").setVersion(3)));
    assertThat(exact.version()).isEqualTo(new VersionSelector.Exact(3));
    assertThat(request(named("m")).version()).isEqualTo(VersionSelector.NEWEST);
  }

  @Test
  void scan_tensorLikeTheOneBefore_hasItsOwnElements() {
    request(Requests.request(Requests.floats("a", 1, 2), Requests.floats("b", 3)));
    ScoreRequest request =
        request(Requests.request(Requests.floats("a", 4, 5), Requests.floats("c", 6)));

    assertThat(elements(request.inputs().get(0))).isEqualTo(Requests.bytes(4, 5));
    assertThat(request.inputs().get(0).name()).isEqualTo("a");
    assertThat(elements(request.inputs().get(1))).isEqualTo(Requests.bytes(6));
    assertThat(request.inputs().get(1).name()).isEqualTo("c");
  }

  @Test
  void scan_tensorLikeTheOneBeforeOfAnotherLength_isReadAnew() {
    request(Requests.request(Requests.floats("a", 1, 2)));
    ScoreRequest request = request(Requests.request(Requests.floats("a", 1, 2, 3)));

    assertThat(request.inputs().get(0).shape()).isEqualTo(Shape.of(1, 3));
    assertThat(elements(request.inputs().get(0))).isEqualTo(Requests.bytes(1, 2, 3));
  }

  @Test
  void scan_tensorLikeOneThatWasDeclined_isDeclined() {
    PredictRequest.Builder declined = named("m").addInputs(tensor().clearShape().addShape(3));

    assertThat(scan(declined)).isFalse();
    assertThat(scan(declined)).isFalse();
  }

  private static ByteString elements(InputTensor tensor) {
    ByteBuffer data = ByteBuffer.allocate((int) tensor.byteLength());
    tensor.read(0, data);
    return ByteString.copyFrom(data.flip());
  }

  @Test
  void scan_versionsAndLabels_areRead() {
    ModelSpec.Builder model = ModelSpec.newBuilder().setName("m");
    for (long version : new long[] {0, 1, 1, 7, Integer.MAX_VALUE}) {
      assertThat(request(PredictRequest.newBuilder().setModel(model.setVersion(version))).version())
          .isEqualTo(new VersionSelector.Exact(version));
    }
    for (String label : new String[] {"", "stable", "stable", "canary"}) {
      assertThat(request(PredictRequest.newBuilder().setModel(model.setLabel(label))).version())
          .isEqualTo(new VersionSelector.Label(label));
    }
  }

  @Test
  void scan_versionNoIntHolds_isDeclined() {
    ModelSpec.Builder model = ModelSpec.newBuilder().setName("m");

    assertThat(scan(PredictRequest.newBuilder().setModel(model.setVersion(1L << 31)))).isFalse();
    assertThat(scan(PredictRequest.newBuilder().setModel(model.setVersion(-1)))).isFalse();
  }

  @Test
  void scan_noModel_isDeclined() {
    assertThat(scan(new byte[0])).isFalse();
    assertThat(scan(PredictRequest.newBuilder().setSignature("s"))).isFalse();
    assertThat(scan(named(""))).isFalse();
  }

  @Test
  void scan_fieldsTwice_areDeclined() {
    for (PredictRequest.Builder part :
        new PredictRequest.Builder[] {
          named("m"),
          PredictRequest.newBuilder().setSignature("s"),
          PredictRequest.newBuilder().setSingleExample(true),
          PredictRequest.newBuilder().setEncoding(TensorEncoding.TENSOR_ENCODING_DATA)
        }) {
      ByteString once = part.build().toByteString();
      ByteString rest = part.hasModel() ? ByteString.EMPTY : named("m").build().toByteString();

      assertWithMessage("%s once", part).that(scan(rest.concat(once).toByteArray())).isTrue();
      assertWithMessage("%s twice", part)
          .that(scan(rest.concat(once).concat(once).toByteArray()))
          .isFalse();
    }
  }

  @Test
  void scan_outputsApart_areDeclined() {
    WireMessage message = new WireMessage();
    for (String output : new String[] {"y", "z"}) {
      message.bytes(
          PredictRequest.OUTPUTS_FIELD_NUMBER, Requests.output(output).build().toByteArray());
    }
    message.raw(named("m").build().toByteArray());
    assertThat(scan(message.toBytes())).isTrue();
    assertThat(scanner.request().outputs().names()).containsExactly("y", "z").inOrder();

    java.util.Collections.swap(message.fields, 1, 2);
    assertThat(scan(message.toBytes())).isFalse();
  }

  @Test
  void scan_outputsTheReaderRefuses_areDeclined() {
    PredictRequest.Builder request = named("m").addOutputs(Requests.output("y"));

    assertThat(scan(request.clone().addOutputs(Requests.output("y")))).isFalse();
    assertThat(
            scan(request.clone().addOutputs(Requests.output("z", Transform.getDefaultInstance()))))
        .isFalse();
    assertThat(scan(request)).isTrue();
  }

  @Test
  void scan_sameOutputsAgain_isTheSameForm() {
    PredictRequest.Builder request =
        named("m")
            .addOutputs(
                Requests.output(
                    "y", Transform.newBuilder().setSoftmax(Softmax.getDefaultInstance()).build()));

    assertThat(scan(request)).isTrue();
    PredictAnswer.AnswerForm form = scanner.answerForm();
    assertThat(scan(request)).isTrue();
    assertThat(scanner.answerForm()).isSameInstanceAs(form);
    assertThat(scan(request.clone().addOutputs(Requests.output("z")))).isTrue();
    assertThat(scanner.answerForm().outputs().names()).containsExactly("y", "z").inOrder();
    assertThat(form.outputs().names()).containsExactly("y");
  }

  @Test
  void scan_unknownFieldsAndWireTypes_areDeclined() {
    byte[] usual = named("m").build().toByteArray();
    byte[][] unusual = {{0x38, 1}, {0, 0}, {0x0b}, {0x0c}, {0x2a, 0}, {(byte) 0xff, 1}, {0x30}};
    for (byte[] more : unusual) {
      byte[] request = new WireMessage().raw(usual).raw(more).toBytes();

      assertWithMessage("%s", more[0]).that(scan(request)).isFalse();
    }
  }

  @Test
  void scan_singleExampleOrEncodingOutOfTheOrdinary_isDeclined() {
    byte[] usual = named("m").build().toByteArray();

    assertThat(scan(new WireMessage().raw(usual).number(5, 2).toBytes())).isFalse();
    assertThat(scan(new WireMessage().raw(usual).number(6, 3).toBytes())).isFalse();
    assertThat(scan(new WireMessage().raw(usual).number(6, -1).toBytes())).isFalse();
    assertThat(scan(new WireMessage().raw(usual).number(5, 1, 3).toBytes())).isTrue();
  }

  @Test
  void scan_tensorsOutOfTheOrdinary_areDeclined() {
    assertWithMessage("usual").that(scan(tensor())).isTrue();
    assertWithMessage("no type").that(scan(tensor().clearDtype())).isFalse();
    assertWithMessage("unknown type").that(scan(tensor().setDtypeValue(16))).isFalse();
    assertWithMessage("strings").that(scan(tensor().setDtype(DataType.DATA_TYPE_STRING))).isFalse();
    assertWithMessage("bools: their bytes want checking")
        .that(scan(tensor().setDtype(DataType.DATA_TYPE_BOOL).clearShape().addShape(8)))
        .isFalse();
    assertWithMessage("no elements").that(scan(tensor().clearData().setShape(1, 0))).isFalse();
    assertWithMessage("content missing").that(scan(tensor().clearData())).isFalse();
    assertWithMessage("too few bytes").that(scan(tensor().setShape(1, 3))).isFalse();
    assertWithMessage("too many bytes").that(scan(tensor().setShape(1, 1))).isFalse();
    assertWithMessage("negative size").that(scan(tensor().setShape(0, -1))).isFalse();
    assertWithMessage("huge size").that(scan(tensor().setShape(0, 1L << 31))).isFalse();
    assertWithMessage("zero beside huge")
        .that(scan(tensor().setShape(0, Integer.MAX_VALUE).setShape(1, 0)))
        .isFalse();
    assertWithMessage("both contents").that(scan(tensor().addFloatValues(1))).isFalse();
    assertWithMessage("values of another type")
        .that(scan(tensor().clearData().addDoubleValues(1).setShape(1, 1)))
        .isFalse();
    assertWithMessage("integers as values")
        .that(scan(tensor().clearData().setDtype(DataType.DATA_TYPE_INT32).addIntValues(1)))
        .isFalse();
  }

  @Test
  void scan_packedValues_areTheBytes() {
    ScoreRequest request =
        request(Requests.request(tensor().clearData().addFloatValues(1).addFloatValues(2).build()));

    ByteBuffer data = ByteBuffer.allocate(8);
    request.inputs().get(0).read(0, data);
    assertThat(data.array()).isEqualTo(Requests.bytes(1, 2).toByteArray());
  }

  @Test
  void scan_ranks_upToEightAreRead() {
    Tensor.Builder tensor = tensor().clearShape().setData(Requests.bytes(1));
    for (int rank = 0; rank <= 8; rank++) {
      assertWithMessage("rank %s", rank).that(scan(tensor)).isTrue();
      assertThat(scanner.request().inputs().get(0).shape().rank()).isEqualTo(rank);
      tensor.addShape(1);
    }
    assertThat(scan(tensor)).isFalse();
  }

  @Test
  void scan_manyInputs_upTo256AreRead() {
    PredictRequest.Builder request = named("m");
    for (int i = 0; i < 256; i++) {
      request.addInputs(Requests.floats("x" + i, i));
    }
    assertThat(scan(request)).isTrue();
    assertThat(scanner.request().inputs().get(255).name()).isEqualTo("x255");
    assertThat(scanner.request().inputs().get(255).field()).isEqualTo("inputs[255]");

    assertThat(scan(request.addInputs(Requests.floats("y", 1)))).isFalse();
  }

  @Test
  void scan_nameThatIsNotUtf8_isDeclined() {
    byte[] request = named("abc").build().toByteArray();
    request[request.length - 1] = (byte) 0xff;

    assertThat(scan(request)).isFalse();
  }

  @Test
  void scan_cutAnywhere_isDeclinedOrASmallerRequest() {
    byte[] whole =
        Requests.request(Requests.floats("x", 1, 2, 3))
            .setSignature("s")
            .addOutputs(Requests.output("y"))
            .build()
            .toByteArray();
    ScannerLaw law = new ScannerLaw();
    int accepted = 0;
    for (int length = 0; length <= whole.length; length++) {
      accepted += law.holds(java.util.Arrays.copyOf(whole, length)) ? 1 : 0;
    }

    // After the model, the signature, the input and the output.
    assertThat(accepted).isEqualTo(4);
  }

  @Test
  void read_beyondTheElements_throws() {
    InputTensor input = request(Requests.request(tensor().build())).inputs().get(0);

    assertThrows(IndexOutOfBoundsException.class, () -> input.read(1, ByteBuffer.allocate(8)));
    assertThrows(IndexOutOfBoundsException.class, () -> input.read(-1, ByteBuffer.allocate(1)));
    assertThrows(ArithmeticException.class, () -> input.read(1L << 40, ByteBuffer.allocate(1)));
    assertThrows(IndexOutOfBoundsException.class, () -> input.string(0));
    assertThat(input.stringCount()).isEqualTo(0);
  }

  @Test
  void inputs_beyondTheirNumber_throws() {
    ScoreRequest request = request(Requests.request(tensor().build(), tensor().build()));
    assertThat(request.inputs()).hasSize(2);

    assertThat(scan(Requests.request(tensor().build()))).isTrue();

    assertThrows(IndexOutOfBoundsException.class, () -> scanner.request().inputs().get(1));
  }
}
