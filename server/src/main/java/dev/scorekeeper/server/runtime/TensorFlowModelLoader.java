package dev.scorekeeper.server.runtime;

import dev.scorekeeper.server.scoring.LoadedModel;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.ModelLoader;
import dev.scorekeeper.server.scoring.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.tensorflow.proto.MetaGraphDef;

/** Loads SavedModels: reads and judges the graph first, and only then lets TensorFlow have it. */
final class TensorFlowModelLoader implements ModelLoader {

  private final RuntimeConfig config;
  private final boolean useGpu;

  /** Made by {@link TensorFlowRuntime#loader}, when the native library is loaded. */
  TensorFlowModelLoader(RuntimeConfig config, boolean useGpu) {
    this.config = config;
    this.useGpu = useGpu;
  }

  @Override
  public LoadedModel load(ModelId id, Path directory, LoadOptions options) throws ProblemException {
    MetaGraphDef definition = SavedModelFile.read(directory);
    GraphIndex graph = new GraphIndex(definition);
    if (!options.trusted()) {
      SafetyScan.check(id, graph);
    }
    SortedMap<String, BoundSignature> signatures =
        new SignatureReader(id, graph, options.declaredKinds()).read();
    List<LoadedModel.RecordedRequest> recorded = RecordedRequests.read(id, directory);
    byte[] settings = SessionSettings.serialize(config, useGpu, graph);
    NativeSession session = NativeSession.load(directory, settings);
    try {
      return NativeModel.bind(
          session, signatures, recorded, new LogitsModel(directory, settings, graph, signatures));
    } catch (ProblemException e) {
      session.close();
      throw e;
    }
  }
}
