package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.v1.Tensor;
import java.util.Locale;

/** The repeated fields of {@link Tensor} that hold typed values. */
enum ValueField {
  FLOAT_VALUES,
  DOUBLE_VALUES,
  INT_VALUES,
  INT64_VALUES,
  UINT_VALUES,
  UINT64_VALUES,
  BOOL_VALUES,
  STRING_VALUES;

  /** Name as the protocol spells it. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Number of values in this field of a tensor. */
  int count(Tensor tensor) {
    return switch (this) {
      case FLOAT_VALUES -> tensor.getFloatValuesCount();
      case DOUBLE_VALUES -> tensor.getDoubleValuesCount();
      case INT_VALUES -> tensor.getIntValuesCount();
      case INT64_VALUES -> tensor.getInt64ValuesCount();
      case UINT_VALUES -> tensor.getUintValuesCount();
      case UINT64_VALUES -> tensor.getUint64ValuesCount();
      case BOOL_VALUES -> tensor.getBoolValuesCount();
      case STRING_VALUES -> tensor.getStringValuesCount();
    };
  }
}
