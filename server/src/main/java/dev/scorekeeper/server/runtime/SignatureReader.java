package dev.scorekeeper.server.runtime;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.OutputKind;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.scoring.Signature;
import dev.scorekeeper.server.scoring.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorShapeProto;

/** Turns a graph's signature definitions into signatures. */
final class SignatureReader {

  private static final Logger logger = LoggerFactory.getLogger(SignatureReader.class);

  /** What TensorFlow calls the init operation; not for callers. */
  private static final String INIT_SIGNATURE = "__saved_model_init_op";

  private final ModelId id;
  private final GraphIndex graph;
  private final Map<String, OutputKind> declaredKinds;

  SignatureReader(ModelId id, GraphIndex graph, Map<String, OutputKind> declaredKinds) {
    this.id = id;
    this.graph = graph;
    this.declaredKinds = declaredKinds;
  }

  /** All signatures that can be served, by name; those with tensors of odd kinds are left out. */
  SortedMap<String, BoundSignature> read() throws ProblemException {
    TreeMap<String, BoundSignature> result = new TreeMap<>();
    Set<String> outputs = new TreeSet<>();
    for (Map.Entry<String, SignatureDef> entry :
        graph.definition().getSignatureDefMap().entrySet()) {
      BoundSignature signature = bind(entry.getKey(), entry.getValue());
      if (signature != null) {
        result.put(entry.getKey(), signature);
        signature.signature().outputs().forEach(output -> outputs.add(output.name()));
      }
    }
    if (result.isEmpty()) {
      throw SavedModelFile.unreadable("the model has no signature that can be served");
    }
    checkDeclarations(outputs);
    return result;
  }

  private void checkDeclarations(Set<String> outputs) throws ProblemException {
    for (Map.Entry<String, OutputKind> declared : declaredKinds.entrySet()) {
      if (!outputs.contains(declared.getKey())) {
        throw SavedModelFile.unreadable(
            "a kind is declared for output '"
                + declared.getKey()
                + "', which no signature has; the outputs are "
                + outputs);
      }
      OutputKind kind = declared.getValue();
      if (kind == OutputKind.CLASS_INDEX || kind == OutputKind.DECISION) {
        throw SavedModelFile.unreadable(
            "output '" + declared.getKey() + "' cannot be declared " + kind);
      }
    }
  }

  private @Nullable BoundSignature bind(String name, SignatureDef definition) {
    if (name.equals(INIT_SIGNATURE) || definition.getOutputsCount() == 0) {
      return null;
    }
    String odd = oddTensor(definition);
    if (odd != null) {
      logger.warn("{}: signature '{}' is left out: {}", id, name, odd);
      return null;
    }
    List<TensorSpec> inputs = new ArrayList<>();
    List<TensorName> feeds = new ArrayList<>();
    new TreeMap<>(definition.getInputsMap())
        .forEach(
            (inputName, info) -> {
              inputs.add(spec(inputName, info));
              feeds.add(TensorName.parse(info.getName()));
            });
    List<OutputSpec> outputs = new ArrayList<>();
    List<TensorName> fetches = new ArrayList<>();
    new TreeMap<>(definition.getOutputsMap())
        .forEach(
            (outputName, info) -> {
              TensorName fetch = TensorName.parse(info.getName());
              outputs.add(output(spec(outputName, info), fetch));
              fetches.add(fetch);
            });
    boolean stateful = StateScan.writesState(graph, feeds, fetches);
    return new BoundSignature(new Signature(name, inputs, outputs, stateful), feeds, fetches);
  }

  private OutputSpec output(TensorSpec tensor, TensorName fetch) {
    OutputKind declared = declaredKinds.get(tensor.name());
    return declared == null
        ? KindFinder.find(graph, tensor, fetch)
        : new OutputSpec(tensor, declared, "declared in scorekeeper.yaml");
  }

  /** Says which tensor keeps a signature from being served; null when none does. */
  private static @Nullable String oddTensor(SignatureDef definition) {
    TreeMap<String, TensorInfo> tensors = new TreeMap<>(definition.getInputsMap());
    tensors.putAll(definition.getOutputsMap());
    for (Map.Entry<String, TensorInfo> entry : tensors.entrySet()) {
      TensorInfo info = entry.getValue();
      if (info.getEncodingCase() != TensorInfo.EncodingCase.NAME) {
        return "'" + entry.getKey() + "' is not a plain tensor";
      }
      if (DataType.ofTensorFlowNumber(info.getDtypeValue()) == null) {
        return "'" + entry.getKey() + "' has type " + info.getDtype() + ", which is not served";
      }
    }
    return null;
  }

  private static TensorSpec spec(String name, TensorInfo info) {
    DataType type = DataType.ofTensorFlowNumber(info.getDtypeValue());
    if (type == null) {
      throw new IllegalArgumentException("type is not served: " + info.getDtype());
    }
    return new TensorSpec(name, type, shape(info.getTensorShape()));
  }

  private static Shape shape(TensorShapeProto proto) {
    if (proto.getUnknownRank()) {
      return Shape.ofUnknownRank();
    }
    return Shape.of(
        proto.getDimList().stream()
            .mapToLong(dim -> Math.max(dim.getSize(), Shape.UNKNOWN))
            .toArray());
  }
}
