package dev.scorekeeper.cli.data;

import dev.scorekeeper.v1.DataType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Element type of a tensor: its wire type, its size, and how NumPy and Parquet spell it. */
public enum ElementType {
  BOOL(DataType.DATA_TYPE_BOOL, 1, "|b1", "BOOLEAN"),
  INT8(DataType.DATA_TYPE_INT8, 1, "|i1", "TINYINT"),
  INT16(DataType.DATA_TYPE_INT16, 2, "<i2", "SMALLINT"),
  INT32(DataType.DATA_TYPE_INT32, 4, "<i4", "INTEGER"),
  INT64(DataType.DATA_TYPE_INT64, 8, "<i8", "BIGINT"),
  UINT8(DataType.DATA_TYPE_UINT8, 1, "|u1", "UTINYINT"),
  UINT16(DataType.DATA_TYPE_UINT16, 2, "<u2", "USMALLINT"),
  UINT32(DataType.DATA_TYPE_UINT32, 4, "<u4", "UINTEGER"),
  UINT64(DataType.DATA_TYPE_UINT64, 8, "<u8", "UBIGINT"),
  FLOAT16(DataType.DATA_TYPE_FLOAT16, 2, "<f2", "FLOAT"),
  /** NumPy knows no bfloat16; it comes as two raw bytes and is written as float32. */
  BFLOAT16(DataType.DATA_TYPE_BFLOAT16, 2, "<V2", "FLOAT"),
  FLOAT32(DataType.DATA_TYPE_FLOAT32, 4, "<f4", "FLOAT"),
  FLOAT64(DataType.DATA_TYPE_FLOAT64, 8, "<f8", "DOUBLE"),
  /** In tables and JSON: text as Python spells it, such as 1.5-2.0j. */
  COMPLEX64(DataType.DATA_TYPE_COMPLEX64, 8, "<c8", "VARCHAR"),
  STRING(DataType.DATA_TYPE_STRING, 0, "", "VARCHAR");

  private final DataType wireType;
  private final int byteSize;
  private final String numpy;
  private final String sql;

  ElementType(DataType wireType, int byteSize, String numpy, String sql) {
    this.wireType = wireType;
    this.byteSize = byteSize;
    this.numpy = numpy;
    this.sql = sql;
  }

  /** Name as TensorFlow and NumPy spell it, such as {@code float32}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type on the wire. */
  public DataType wireType() {
    return wireType;
  }

  /** Bytes an element, little-endian; 0 for strings, which have no fixed size. */
  public int byteSize() {
    return byteSize;
  }

  /** NumPy's description, such as {@code <f4}; empty for strings. */
  String numpy() {
    return numpy;
  }

  /** Name of the SQL type that holds an element. */
  String sql() {
    return sql;
  }

  /** True for the four real floating-point types. */
  public boolean isFloating() {
    return this == FLOAT16 || this == BFLOAT16 || this == FLOAT32 || this == FLOAT64;
  }

  /** The type with this wire type, or null when this program does not know it. */
  public static @Nullable ElementType of(DataType wireType) {
    for (ElementType type : values()) {
      if (type.wireType == wireType) {
        return type;
      }
    }
    return null;
  }
}
