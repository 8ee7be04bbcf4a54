package dev.scorekeeper.server.scoring;

/** Element type of a tensor, with its TensorFlow number and its size. */
public enum DataType {
  BOOL("bool", 10, 1),
  INT8("int8", 6, 1),
  INT16("int16", 5, 2),
  INT32("int32", 3, 4),
  INT64("int64", 9, 8),
  UINT8("uint8", 4, 1),
  UINT16("uint16", 17, 2),
  UINT32("uint32", 22, 4),
  UINT64("uint64", 23, 8),
  FLOAT16("float16", 19, 2),
  BFLOAT16("bfloat16", 14, 2),
  FLOAT32("float32", 1, 4),
  FLOAT64("float64", 2, 8),
  COMPLEX64("complex64", 8, 8),
  STRING("string", 7, 0);

  private static final DataType[] BY_TENSORFLOW_NUMBER = new DataType[32];

  static {
    for (DataType type : values()) {
      BY_TENSORFLOW_NUMBER[type.tensorFlowNumber] = type;
    }
  }

  private final String label;
  private final int tensorFlowNumber;
  private final int byteSize;

  DataType(String label, int tensorFlowNumber, int byteSize) {
    this.label = label;
    this.tensorFlowNumber = tensorFlowNumber;
    this.byteSize = byteSize;
  }

  /** Name as TensorFlow and NumPy spell it, such as {@code float32}. */
  public String label() {
    return label;
  }

  /** Value of TensorFlow's {@code DataType} enum. */
  public int tensorFlowNumber() {
    return tensorFlowNumber;
  }

  /** Bytes an element, little-endian; 0 for {@link #STRING}, whose elements have no fixed size. */
  public int byteSize() {
    return byteSize;
  }

  /** The type with this TensorFlow number, or null when it has no place on the wire. */
  public static @org.jspecify.annotations.Nullable DataType ofTensorFlowNumber(int number) {
    return number >= 0 && number < BY_TENSORFLOW_NUMBER.length
        ? BY_TENSORFLOW_NUMBER[number]
        : null;
  }
}
