package dev.scorekeeper.server.transport.nativeapi;

import com.google.protobuf.ByteString;
import dev.scorekeeper.v1.DataType;
import dev.scorekeeper.v1.Tensor;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;

/** Tensors at random. */
final class TensorForms {

  private static final List<DataType> PLAIN = RequestForms.plainTypes();

  private final Random random;

  TensorForms(Random random) {
    this.random = random;
  }

  /** A tensor with elements in the usual form: bytes, or packed float or double values. */
  Tensor usual() {
    DataType type = PLAIN.get(random.nextInt(PLAIN.size()));
    Tensor.Builder tensor = Tensor.newBuilder().setName(name()).setDtype(type);
    int count = 1;
    for (int i = random.nextInt(5); i > 0; i--) {
      int size = 1 + random.nextInt(i == 1 ? 300 : 3);
      tensor.addShape(size);
      count *= size;
    }
    boolean packed = random.nextInt(4) == 0;
    if (packed && type == DataType.DATA_TYPE_FLOAT32) {
      for (int i = 0; i < count; i++) {
        tensor.addFloatValues(Float.intBitsToFloat(random.nextInt()));
      }
    } else if (packed && type == DataType.DATA_TYPE_FLOAT64) {
      for (int i = 0; i < count; i++) {
        tensor.addDoubleValues(Double.longBitsToDouble(random.nextLong()));
      }
    } else {
      tensor.setData(ByteString.copyFrom(randomBytes(count * byteSize(type))));
    }
    return tensor.build();
  }

  private String name() {
    return random.nextInt(10) == 0
        ? RequestForms.NAMES.get(random.nextInt(RequestForms.NAMES.size()))
        : "input" + random.nextInt(20);
  }

  private static int byteSize(DataType type) {
    dev.scorekeeper.server.scoring.DataType ours = DataTypes.fromWire(type);
    return ours == null ? 0 : ours.byteSize();
  }

  private byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A tensor in any form. */
  byte[] any() {
    WireMessage tensor = new WireMessage();
    if (random.nextInt(6) > 0) {
      tensor.bytes(Tensor.NAME_FIELD_NUMBER, randomName(), padding());
    }
    int dtype = random.nextInt(10) == 0 ? random.nextInt() : random.nextInt(17);
    if (random.nextInt(12) > 0) {
      tensor.number(Tensor.DTYPE_FIELD_NUMBER, dtype, padding());
    }
    int count = shape(tensor);
    DataType type = DataType.forNumber(dtype);
    int content = random.nextInt(12);
    if (content < 8) {
      int size = type == null ? 4 : byteSize(type);
      tensor.bytes(Tensor.DATA_FIELD_NUMBER, randomBytes(count * size), padding());
    }
    if (content >= 7 && content < 11) {
      values(tensor, count);
    }
    RequestForms.disturb(tensor, random);
    return tensor.toBytes();
  }

  private byte[] randomName() {
    return random.nextInt(12) == 0 ? randomBytes(random.nextInt(4)) : new byte[] {'x', 'y'};
  }

  /** Adds a shape, packed or not; gives the number of elements, if that is small. */
  private int shape(WireMessage tensor) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    long count = 1;
    boolean apart = random.nextInt(6) == 0;
    int rank = random.nextInt(random.nextInt(16) == 0 ? 12 : 4);
    for (int i = 0; i < rank; i++) {
      long size = random.nextInt(20) == 0 ? anyNumber(random) : 1 + random.nextInt(4);
      count *= size;
      if (apart) {
        tensor.number(Tensor.SHAPE_FIELD_NUMBER, size, padding());
      } else {
        WireMessage.varint(packed, size, padding());
      }
    }
    if (packed.size() > 0) {
      tensor.bytes(Tensor.SHAPE_FIELD_NUMBER, packed.toByteArray(), padding());
    }
    return count >= 0 && count < 1000 ? (int) count : random.nextInt(30);
  }

  private void values(WireMessage tensor, int count) {
    int field =
        Tensor.FLOAT_VALUES_FIELD_NUMBER
            + random.nextInt(
                Tensor.STRING_VALUES_FIELD_NUMBER - Tensor.FLOAT_VALUES_FIELD_NUMBER + 1);
    if (field <= Tensor.DOUBLE_VALUES_FIELD_NUMBER) {
      int size = field == Tensor.DOUBLE_VALUES_FIELD_NUMBER ? 8 : 4;
      tensor.bytes(field, randomBytes(count * size), padding());
    } else if (field == Tensor.STRING_VALUES_FIELD_NUMBER || random.nextInt(4) == 0) {
      for (int i = 0; i < count; i++) {
        tensor.bytes(field, randomBytes(random.nextInt(4)), padding());
      }
    } else {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      for (int i = 0; i < count; i++) {
        WireMessage.varint(packed, random.nextInt(200), padding());
      }
      tensor.bytes(field, packed.toByteArray(), padding());
    }
  }

  private int padding() {
    return random.nextInt(16) == 0 ? random.nextInt(11) : 0;
  }

  /** A number of any size. */
  static long anyNumber(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> -1;
      case 1 -> random.nextLong();
      case 2 -> 1L << random.nextInt(64);
      case 3 -> (1L << random.nextInt(64)) - 1;
      default -> random.nextInt(100);
    };
  }
}
