package dev.scorekeeper.client;

/** Element type of a tensor. */
public enum DataType {
  BOOL(dev.scorekeeper.v1.DataType.DATA_TYPE_BOOL, 1),
  INT8(dev.scorekeeper.v1.DataType.DATA_TYPE_INT8, 1),
  INT16(dev.scorekeeper.v1.DataType.DATA_TYPE_INT16, 2),
  INT32(dev.scorekeeper.v1.DataType.DATA_TYPE_INT32, 4),
  INT64(dev.scorekeeper.v1.DataType.DATA_TYPE_INT64, 8),
  UINT8(dev.scorekeeper.v1.DataType.DATA_TYPE_UINT8, 1),
  UINT16(dev.scorekeeper.v1.DataType.DATA_TYPE_UINT16, 2),
  UINT32(dev.scorekeeper.v1.DataType.DATA_TYPE_UINT32, 4),
  UINT64(dev.scorekeeper.v1.DataType.DATA_TYPE_UINT64, 8),
  /** IEEE 754 binary16. */
  FLOAT16(dev.scorekeeper.v1.DataType.DATA_TYPE_FLOAT16, 2),
  /** The upper half of a binary32. */
  BFLOAT16(dev.scorekeeper.v1.DataType.DATA_TYPE_BFLOAT16, 2),
  FLOAT32(dev.scorekeeper.v1.DataType.DATA_TYPE_FLOAT32, 4),
  FLOAT64(dev.scorekeeper.v1.DataType.DATA_TYPE_FLOAT64, 8),
  /** Two binary32 an element: real part, imaginary part. */
  COMPLEX64(dev.scorekeeper.v1.DataType.DATA_TYPE_COMPLEX64, 8),
  /** Any bytes, of any length. */
  STRING(dev.scorekeeper.v1.DataType.DATA_TYPE_STRING, 0);

  private final dev.scorekeeper.v1.DataType wire;
  private final int byteSize;

  DataType(dev.scorekeeper.v1.DataType wire, int byteSize) {
    this.wire = wire;
    this.byteSize = byteSize;
  }

  /** Bytes an element; 0 for {@link #STRING}, whose elements have no fixed size. */
  public int byteSize() {
    return byteSize;
  }

  /** Name as TensorFlow and NumPy spell it, such as {@code float32}. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** The value of the wire's enum. */
  public dev.scorekeeper.v1.DataType wire() {
    return wire;
  }

  /**
   * The type that a value of the wire's enum stands for.
   *
   * @throws IllegalArgumentException when it stands for none that this client knows
   */
  public static DataType of(dev.scorekeeper.v1.DataType wire) {
    for (DataType type : values()) {
      if (type.wire == wire) {
        return type;
      }
    }
    throw new IllegalArgumentException("not an element type: " + wire);
  }
}
