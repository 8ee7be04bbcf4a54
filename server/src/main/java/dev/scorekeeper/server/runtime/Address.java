package dev.scorekeeper.server.runtime;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.tensorflow.internal.c_api.TF_Tensor;

/** Native addresses as the binding's pointer types. They own nothing: closing them does nothing. */
final class Address {

  private Address() {}

  /** Memory of unknown type. */
  static Pointer of(long address) {
    return new At(address);
  }

  /** A tensor. */
  static TF_Tensor tensor(long address) {
    return new TensorAt(address);
  }

  /** Bytes that can be viewed as a buffer. */
  static BytePointer bytes(long address, long length) {
    return new BytesAt(address, length);
  }

  private static final class At extends Pointer {
    At(long address) {
      this.address = address;
    }
  }

  private static final class TensorAt extends TF_Tensor {
    TensorAt(long address) {
      super((Pointer) null);
      this.address = address;
    }
  }

  private static final class BytesAt extends BytePointer {
    BytesAt(long address, long length) {
      super((Pointer) null);
      this.address = address;
      this.limit = length;
      this.capacity = length;
    }
  }
}
