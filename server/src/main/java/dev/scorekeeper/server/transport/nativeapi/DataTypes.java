package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.server.scoring.DataType;
import org.jspecify.annotations.Nullable;

/** Element types on the wire and ours. */
final class DataTypes {

  private DataTypes() {}

  /** Our type, or null for one that is unspecified or unknown. */
  static @Nullable DataType fromWire(dev.scorekeeper.v1.DataType type) {
    return switch (type) {
      case DATA_TYPE_BOOL -> DataType.BOOL;
      case DATA_TYPE_INT8 -> DataType.INT8;
      case DATA_TYPE_INT16 -> DataType.INT16;
      case DATA_TYPE_INT32 -> DataType.INT32;
      case DATA_TYPE_INT64 -> DataType.INT64;
      case DATA_TYPE_UINT8 -> DataType.UINT8;
      case DATA_TYPE_UINT16 -> DataType.UINT16;
      case DATA_TYPE_UINT32 -> DataType.UINT32;
      case DATA_TYPE_UINT64 -> DataType.UINT64;
      case DATA_TYPE_FLOAT16 -> DataType.FLOAT16;
      case DATA_TYPE_BFLOAT16 -> DataType.BFLOAT16;
      case DATA_TYPE_FLOAT32 -> DataType.FLOAT32;
      case DATA_TYPE_FLOAT64 -> DataType.FLOAT64;
      case DATA_TYPE_COMPLEX64 -> DataType.COMPLEX64;
      case DATA_TYPE_STRING -> DataType.STRING;
      case DATA_TYPE_UNSPECIFIED, UNRECOGNIZED -> null;
    };
  }

  /** Our type, or null for a number that is unspecified or unknown. */
  static @Nullable DataType fromWireNumber(int number) {
    dev.scorekeeper.v1.DataType type = dev.scorekeeper.v1.DataType.forNumber(number);
    return type == null ? null : fromWire(type);
  }

  static dev.scorekeeper.v1.DataType toWire(DataType type) {
    return switch (type) {
      case BOOL -> dev.scorekeeper.v1.DataType.DATA_TYPE_BOOL;
      case INT8 -> dev.scorekeeper.v1.DataType.DATA_TYPE_INT8;
      case INT16 -> dev.scorekeeper.v1.DataType.DATA_TYPE_INT16;
      case INT32 -> dev.scorekeeper.v1.DataType.DATA_TYPE_INT32;
      case INT64 -> dev.scorekeeper.v1.DataType.DATA_TYPE_INT64;
      case UINT8 -> dev.scorekeeper.v1.DataType.DATA_TYPE_UINT8;
      case UINT16 -> dev.scorekeeper.v1.DataType.DATA_TYPE_UINT16;
      case UINT32 -> dev.scorekeeper.v1.DataType.DATA_TYPE_UINT32;
      case UINT64 -> dev.scorekeeper.v1.DataType.DATA_TYPE_UINT64;
      case FLOAT16 -> dev.scorekeeper.v1.DataType.DATA_TYPE_FLOAT16;
      case BFLOAT16 -> dev.scorekeeper.v1.DataType.DATA_TYPE_BFLOAT16;
      case FLOAT32 -> dev.scorekeeper.v1.DataType.DATA_TYPE_FLOAT32;
      case FLOAT64 -> dev.scorekeeper.v1.DataType.DATA_TYPE_FLOAT64;
      case COMPLEX64 -> dev.scorekeeper.v1.DataType.DATA_TYPE_COMPLEX64;
      case STRING -> dev.scorekeeper.v1.DataType.DATA_TYPE_STRING;
    };
  }

  /** The repeated field that holds typed values of this type. */
  static ValueField valueField(DataType type) {
    return switch (type) {
      case FLOAT16, BFLOAT16, FLOAT32, COMPLEX64 -> ValueField.FLOAT_VALUES;
      case FLOAT64 -> ValueField.DOUBLE_VALUES;
      case INT8, INT16, INT32 -> ValueField.INT_VALUES;
      case INT64 -> ValueField.INT64_VALUES;
      case UINT8, UINT16, UINT32 -> ValueField.UINT_VALUES;
      case UINT64 -> ValueField.UINT64_VALUES;
      case BOOL -> ValueField.BOOL_VALUES;
      case STRING -> ValueField.STRING_VALUES;
    };
  }
}
