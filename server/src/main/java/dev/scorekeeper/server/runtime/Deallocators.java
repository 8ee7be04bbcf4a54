package dev.scorekeeper.server.runtime;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.tensorflow.internal.c_api.Deallocator_Pointer_long_Pointer;

/**
 * Deallocator that does nothing, for tensors over memory that we own.
 *
 * <p>TensorFlow calls it whenever it lets go of such a tensor. It is the address of a C function
 * without effects, put where the binding looks for a function's address, so that no call comes back
 * into the JVM.
 */
final class Deallocators {

  /** {@code long labs(long)}: there in every C library, and harmless with any arguments. */
  private static final String HARMLESS = "labs";

  static final Deallocator_Pointer_long_Pointer NONE = harmless();

  private Deallocators() {}

  private static Deallocator_Pointer_long_Pointer harmless() {
    Pointer function = Loader.addressof(HARMLESS);
    if (function == null || function.isNull()) {
      throw new IllegalStateException("the C library has no function " + HARMLESS);
    }
    // JavaCPP's struct behind a function pointer: the address first, then a JVM reference.
    Slab struct = Slab.allocate(2L * Long.BYTES);
    struct.view().putLong(0, function.address());
    return new Deallocator_Pointer_long_Pointer(Address.of(struct.address()));
  }
}
