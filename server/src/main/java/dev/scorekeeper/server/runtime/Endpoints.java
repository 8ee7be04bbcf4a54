package dev.scorekeeper.server.runtime;

import java.util.List;
import org.tensorflow.internal.c_api.TF_Operation;
import org.tensorflow.internal.c_api.TF_Output;

/** Native array of graph outputs to feed or to fetch. Closed once by its owner. */
final class Endpoints implements AutoCloseable {

  /** An output of an operation of a graph. */
  record Endpoint(TF_Operation operation, int index) {}

  private static final int BYTES = new TF_Output(Address.of(0)).sizeof();

  private final Slab memory;
  private final TF_Output pointer;
  private final int count;

  Endpoints(List<Endpoint> endpoints) {
    this.count = endpoints.size();
    this.memory = Slab.allocate((long) count * BYTES);
    this.pointer = new TF_Output(Address.of(memory.address()));
    for (int i = 0; i < count; i++) {
      pointer.getPointer(i).oper(endpoints.get(i).operation()).index(endpoints.get(i).index());
    }
  }

  TF_Output pointer() {
    return pointer;
  }

  int count() {
    return count;
  }

  @Override
  public void close() {
    memory.close();
  }
}
