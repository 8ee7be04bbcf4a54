package dev.scorekeeper.server.runtime;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.scorekeeper.server.scoring.Activation;
import dev.scorekeeper.server.scoring.LoadedModel;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Program;
import dev.scorekeeper.server.scoring.Signature;
import dev.scorekeeper.server.scoring.TensorSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A session with its signatures. Owns the session and the native arrays of all programs. */
final class NativeModel implements LoadedModel {

  private final NativeSession session;
  private final Map<String, Signature> signatures;
  private final Map<String, BoundEndpoints> bound;
  private final List<RecordedRequest> recorded;
  private final LogitsModel logits;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final Map<ProgramKey, NativeProgram> programs = new HashMap<>();

  @GuardedBy("lock")
  private final List<Endpoints> fetches = new ArrayList<>();

  @GuardedBy("lock")
  private boolean closed;

  private NativeModel(
      NativeSession session,
      SortedMap<String, Signature> signatures,
      Map<String, BoundEndpoints> bound,
      List<RecordedRequest> recorded,
      LogitsModel logits) {
    this.session = session;
    this.signatures = Collections.unmodifiableSortedMap(signatures);
    this.bound = bound;
    this.recorded = List.copyOf(recorded);
    this.logits = logits;
  }

  /**
   * Finds the signatures' tensors in the session's graph. Takes over the session and the logits if
   * it returns.
   */
  static NativeModel bind(
      NativeSession session,
      Map<String, BoundSignature> signatures,
      List<RecordedRequest> recorded,
      LogitsModel logits)
      throws ProblemException {
    TreeMap<String, List<Endpoints.Endpoint>> feeds = new TreeMap<>();
    TreeMap<String, List<Endpoints.Endpoint>> outputs = new TreeMap<>();
    TreeMap<String, Signature> values = new TreeMap<>();
    for (BoundSignature signature : signatures.values()) {
      Signature value = signature.signature();
      List<TensorSpec> outputTensors = value.outputs().stream().map(OutputSpec::tensor).toList();
      feeds.put(value.name(), find(session, signature.inputs(), value.inputs()));
      outputs.put(value.name(), find(session, signature.outputs(), outputTensors));
      values.put(value.name(), value);
    }
    Map<String, BoundEndpoints> bound = new HashMap<>();
    feeds.forEach(
        (name, list) ->
            bound.put(
                name,
                new BoundEndpoints(new Endpoints(list), outputs.getOrDefault(name, List.of()))));
    return new NativeModel(session, values, bound, recorded, logits);
  }

  static List<Endpoints.Endpoint> find(
      NativeSession session, List<TensorName> names, List<TensorSpec> specs)
      throws ProblemException {
    List<Endpoints.Endpoint> result = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      result.add(session.endpoint(names.get(i), specs.get(i)));
    }
    return result;
  }

  @Override
  public Map<String, Signature> signatures() {
    return signatures;
  }

  @Override
  public Program program(String signature, List<String> outputs) {
    synchronized (lock) {
      checkOpen();
      return programs.computeIfAbsent(
          new ProgramKey(signature, List.copyOf(outputs)), this::newProgram);
    }
  }

  @GuardedBy("lock")
  private NativeProgram newProgram(ProgramKey key) {
    Signature signature = signatures.get(key.signature());
    BoundEndpoints endpoints = bound.get(key.signature());
    if (signature == null || endpoints == null) {
      throw new IllegalArgumentException("unknown signature: " + key.signature());
    }
    if (key.outputs().isEmpty() || new HashSet<>(key.outputs()).size() < key.outputs().size()) {
      throw new IllegalArgumentException("no outputs, or one of them twice: " + key.outputs());
    }
    List<OutputSpec> specs = new ArrayList<>();
    List<Endpoints.Endpoint> wanted = new ArrayList<>();
    for (String output : key.outputs()) {
      int index = signature.outputIndex(output);
      if (index < 0) {
        throw new IllegalArgumentException("unknown output: " + output);
      }
      specs.add(signature.outputs().get(index));
      wanted.add(endpoints.outputs().get(index));
    }
    Endpoints fetch = new Endpoints(wanted);
    fetches.add(fetch);
    return new NativeProgram(session, signature, specs, endpoints.feeds(), fetch);
  }

  @Override
  public Activation activation(String signature, String output) {
    return logits.activation(signature, output);
  }

  @Override
  public Program withLogits(String signature, List<String> outputs, Set<String> wanted)
      throws ProblemException {
    return logits.program(signature, outputs, wanted);
  }

  @Override
  public List<RecordedRequest> recordedRequests() {
    return recorded;
  }

  @GuardedBy("lock")
  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("model is closed");
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      checkOpen();
      closed = true;
      logits.close();
      session.close();
      fetches.forEach(Endpoints::close);
      bound.values().forEach(endpoints -> endpoints.feeds().close());
    }
  }

  /** A signature's inputs as a native array, and its outputs, of which programs make theirs. */
  private record BoundEndpoints(Endpoints feeds, List<Endpoints.Endpoint> outputs) {}

  private record ProgramKey(String signature, List<String> outputs) {}
}
