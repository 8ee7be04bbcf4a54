package dev.scorekeeper.server.runtime;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_CloseSession;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteGraph;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteSession;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteSessionOptions;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_ExtendSession;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_GraphOperationByName;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_LoadSessionFromSavedModel;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_NewGraph;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_NewSessionOptions;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_OperationNumOutputs;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_OperationOutputType;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_SetConfig;

import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.TensorSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Operation;
import org.tensorflow.internal.c_api.TF_Output;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_SessionOptions;

/**
 * A session with its graph, variables restored and init operation run. Owned and closed once by the
 * model, when nothing runs.
 */
final class NativeSession implements AutoCloseable {

  /** Tag of the graph that is meant for serving. */
  static final String TAG = "serve";

  private final TF_Session session;
  private final TF_Graph graph;

  private NativeSession(TF_Session session, TF_Graph graph) {
    this.session = session;
    this.graph = graph;
  }

  /**
   * Loads the SavedModel in a folder.
   *
   * @param config a serialized ConfigProto
   */
  static NativeSession load(Path directory, byte[] config) throws ProblemException {
    TF_Graph graph = TF_NewGraph();
    try (Status status = new Status()) {
      TF_Session session = load(directory, config, graph, status);
      if (session == null || !status.isOk()) {
        String reason = status.message();
        TF_DeleteGraph(graph);
        throw new ProblemException(
            Problem.of(Reason.MODEL_UNREADABLE, "TensorFlow cannot load the model: " + reason));
      }
      // Tells the session that its graph is complete, which spares every run a look.
      TF_ExtendSession(session, status.pointer());
      return new NativeSession(session, graph);
    }
  }

  private static TF_Session load(Path directory, byte[] config, TF_Graph graph, Status status) {
    byte[] path = (directory.toAbsolutePath() + "\0").getBytes(StandardCharsets.UTF_8);
    try (BytePointer pathPointer = new BytePointer(path);
        BytePointer tag = new BytePointer((TAG + "\0").getBytes(StandardCharsets.UTF_8));
        PointerPointer<BytePointer> tags = new PointerPointer<>(1L);
        BytePointer configPointer = new BytePointer(config)) {
      tags.put(0, tag);
      TF_SessionOptions options = TF_NewSessionOptions();
      try {
        TF_SetConfig(options, configPointer, config.length, status.pointer());
        if (!status.isOk()) {
          throw new IllegalStateException("session settings were refused: " + status.message());
        }
        return TF_LoadSessionFromSavedModel(
            options, null, pathPointer, tags, 1, graph, null, status.pointer());
      } finally {
        TF_DeleteSessionOptions(options);
      }
    }
  }

  TF_Session pointer() {
    return session;
  }

  /**
   * The graph output that a signature names, such as {@code dense/Softmax:0}, checked against the
   * type that the signature promises.
   */
  Endpoints.Endpoint endpoint(TensorName name, TensorSpec promised) throws ProblemException {
    TF_Operation operation = TF_GraphOperationByName(graph, name.operation());
    if (operation == null || name.index() >= TF_OperationNumOutputs(operation)) {
      throw new ProblemException(
          Problem.of(
              Reason.MODEL_UNREADABLE,
              "'" + promised.name() + "' names '" + name + "', which the graph does not have"));
    }
    int type = outputType(operation, name.index());
    if (type != promised.type().tensorFlowNumber()) {
      throw new ProblemException(
          Problem.of(
              Reason.MODEL_UNREADABLE,
              "'"
                  + promised.name()
                  + "' is "
                  + promised.type().label()
                  + " in the signature, but not in the graph"));
    }
    return new Endpoints.Endpoint(operation, name.index());
  }

  private static int outputType(TF_Operation operation, int index) {
    try (TF_Output output = new TF_Output()) {
      return TF_OperationOutputType(output.oper(operation).index(index));
    }
  }

  @Override
  public void close() {
    try (Status status = new Status()) {
      TF_CloseSession(session, status.pointer());
      TF_DeleteSession(session, status.pointer());
    }
    TF_DeleteGraph(graph);
  }
}
