package dev.scorekeeper.benchmarks.runtime;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_AllocateTensor;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_CloseSession;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteBuffer;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteGraph;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteSession;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteSessionOptions;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteStatus;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteTensor;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_ExtendSession;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_GetCode;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_GraphOperationByName;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_LoadSessionFromSavedModel;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_Message;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_NewBuffer;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_NewGraph;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_NewSessionOptions;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_NewStatus;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_SessionRun;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_SetConfig;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_TensorByteSize;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_TensorData;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Output;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.TF_Tensor;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/**
 * TensorFlow's C API and nothing of ours: a model's default signature, with one set of input
 * tensors that every run reads. The floor under the server's runtime package. Not thread-safe;
 * closed once.
 */
final class BareSession implements AutoCloseable {

  private final TF_Status status = TF_NewStatus();
  private final TF_Graph graph = TF_NewGraph();
  private final TF_Session session;
  private final List<TF_Tensor> tensors = new ArrayList<>();
  private final TF_Output feeds;
  private final TF_Output fetches;
  private final PointerPointer<TF_Tensor> inputs;
  private final PointerPointer<TF_Tensor> outputs;
  private final int feedCount;
  private final int fetchCount;

  /**
   * Loads a model, with the settings that the server has by default.
   *
   * @param version folder of the SavedModel
   * @param rows size of the leading dimension of every input; they are zeros
   */
  BareSession(Path version, int rows) throws InvalidProtocolBufferException {
    TF_Buffer metaGraph = TF_NewBuffer();
    session = load(version, metaGraph);
    byte[] bytes = new byte[Math.toIntExact(metaGraph.length())];
    new BytePointer(metaGraph.data()).get(bytes);
    TF_DeleteBuffer(metaGraph);
    SignatureDef signature =
        MetaGraphDef.parseFrom(bytes).getSignatureDefOrThrow("serving_default");
    List<TensorInfo> feedInfos = List.copyOf(signature.getInputsMap().values());
    List<TensorInfo> fetchInfos = List.copyOf(signature.getOutputsMap().values());
    feedCount = feedInfos.size();
    fetchCount = fetchInfos.size();
    feeds = endpoints(feedInfos);
    fetches = endpoints(fetchInfos);
    inputs = new PointerPointer<>(feedCount);
    outputs = new PointerPointer<>(fetchCount);
    for (int i = 0; i < feedCount; i++) {
      tensors.add(zeros(feedInfos.get(i), rows));
      inputs.put(i, tensors.get(i));
    }
  }

  private TF_Session load(Path version, TF_Buffer metaGraph) {
    byte[] config =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(1)
            .setInterOpParallelismThreads(-1)
            .build()
            .toByteArray();
    TF_SessionOptions options = TF_NewSessionOptions();
    try (BytePointer path = new BytePointer(version.toAbsolutePath().toString());
        BytePointer tag = new BytePointer("serve");
        PointerPointer<BytePointer> tags = new PointerPointer<>(1L);
        BytePointer configBytes = new BytePointer(config)) {
      tags.put(0, tag);
      TF_SetConfig(options, configBytes, config.length, status);
      check();
      TF_Session loaded =
          TF_LoadSessionFromSavedModel(options, null, path, tags, 1, graph, metaGraph, status);
      check();
      TF_ExtendSession(loaded, status);
      check();
      return loaded;
    } finally {
      TF_DeleteSessionOptions(options);
    }
  }

  private TF_Output endpoints(List<TensorInfo> infos) {
    TF_Output all = new TF_Output(infos.size());
    for (int i = 0; i < infos.size(); i++) {
      String[] name = infos.get(i).getName().split(":", -1);
      all.position(i)
          .oper(TF_GraphOperationByName(graph, name[0]))
          .index(Integer.parseInt(name[1]));
    }
    return all.position(0);
  }

  private static TF_Tensor zeros(TensorInfo info, int rows) {
    TensorShapeProto shape = info.getTensorShape();
    long[] dims = new long[shape.getDimCount()];
    dims[0] = rows;
    // All inputs of these models have elements of four bytes.
    long bytes = 4L * rows;
    for (int i = 1; i < dims.length; i++) {
      dims[i] = shape.getDim(i).getSize();
      bytes *= dims[i];
    }
    TF_Tensor tensor = TF_AllocateTensor(info.getDtypeValue(), dims, dims.length, bytes);
    new BytePointer(TF_TensorData(tensor)).limit(bytes).fill(0);
    return tensor;
  }

  private void check() {
    if (TF_GetCode(status) != 0) {
      throw new IllegalStateException(TF_Message(status).getString());
    }
  }

  /** One run; the outputs are deleted. Gives the bytes of the first, so that they were there. */
  long run() {
    TF_SessionRun(
        session,
        null,
        feeds,
        inputs,
        feedCount,
        fetches,
        outputs,
        fetchCount,
        (PointerPointer<?>) null,
        0,
        null,
        status);
    check();
    long bytes = 0;
    for (int i = 0; i < fetchCount; i++) {
      TF_Tensor output = outputs.get(TF_Tensor.class, i);
      bytes = i == 0 ? TF_TensorByteSize(output) : bytes;
      TF_DeleteTensor(output);
    }
    return bytes;
  }

  @Override
  public void close() {
    TF_CloseSession(session, status);
    TF_DeleteSession(session, status);
    tensors.forEach(tensor -> TF_DeleteTensor(tensor));
    TF_DeleteGraph(graph);
    TF_DeleteStatus(status);
  }
}
