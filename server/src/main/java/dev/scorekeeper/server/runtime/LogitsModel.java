package dev.scorekeeper.server.runtime;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.scorekeeper.server.scoring.Activation;
import dev.scorekeeper.server.scoring.OutputKind;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.Signature;
import dev.scorekeeper.server.scoring.TensorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;

/**
 * A second session of a model whose graph also gives the numbers before sigmoids and softmaxes.
 * Loaded when it is first asked for. Owned and closed once by the model; thread-safe.
 *
 * <p>The changed graph is loaded from a folder of its own, in which links stand for the variables
 * and assets, and which is deleted as soon as it is loaded.
 */
final class LogitsModel implements AutoCloseable {

  private final Path directory;
  private final byte[] sessionConfig;
  private final Map<String, BoundSignature> signatures;

  /** By signature and output. */
  private final Map<String, Map<String, Activation>> activations = new HashMap<>();

  // Not the model's lock, which event loops take: a load may take seconds.
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final Map<String, Loaded> loaded = new HashMap<>();

  @GuardedBy("lock")
  private final Map<ProgramKey, NativeProgram> programs = new HashMap<>();

  private record ProgramKey(String signature, List<String> outputs, Set<String> logits) {}

  /** Looks for activations; loads nothing yet. */
  LogitsModel(
      Path directory,
      byte[] sessionConfig,
      GraphIndex graph,
      Map<String, BoundSignature> signatures) {
    this.directory = directory;
    this.sessionConfig = sessionConfig;
    this.signatures = new TreeMap<>(signatures);
    for (BoundSignature signature : signatures.values()) {
      Map<String, Activation> found = new HashMap<>();
      for (int i = 0; i < signature.outputs().size(); i++) {
        ActivationFinder.Found activation =
            ActivationFinder.find(graph, signature.outputs().get(i));
        if (activation != null) {
          found.put(signature.signature().outputs().get(i).name(), activation.activation());
        }
      }
      activations.put(signature.signature().name(), found);
    }
  }

  Activation activation(String signature, String output) {
    return activations.getOrDefault(signature, Map.of()).getOrDefault(output, Activation.NONE);
  }

  /** The program for these outputs, and for what the activations of some are computed from. */
  NativeProgram program(String signature, List<String> outputs, Set<String> logits)
      throws ProblemException {
    synchronized (lock) {
      ProgramKey key = new ProgramKey(signature, List.copyOf(outputs), Set.copyOf(logits));
      NativeProgram known = programs.get(key);
      if (known != null) {
        return known;
      }
      Loaded session = loaded.get(signature);
      if (session == null) {
        session = load(signature);
        loaded.put(signature, session);
      }
      NativeProgram made = session.program(outputs, logits);
      programs.put(key, made);
      return made;
    }
  }

  private Loaded load(String name) throws ProblemException {
    BoundSignature signature = signatures.get(name);
    if (signature == null) {
      throw new IllegalArgumentException("unknown signature: " + name);
    }
    SavedModel.Builder model = SavedModelFile.readAll(directory).toBuilder();
    int index = SavedModelFile.indexForServing(model.build());
    if (index < 0) {
      throw SavedModelFile.unreadable(directory + " has changed since it was loaded");
    }
    Map<String, TensorName> logits = rewrite(model.getMetaGraphsBuilder(index), signature);
    NativeSession session = load(model.build());
    try {
      return new Loaded(session, signature, logits);
    } catch (ProblemException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private static Map<String, TensorName> rewrite(
      MetaGraphDef.Builder graph, BoundSignature signature) {
    LogitsRewrite rewrite = new LogitsRewrite(graph);
    Map<String, TensorName> logits = new HashMap<>();
    for (int i = 0; i < signature.outputs().size(); i++) {
      TensorName output = signature.outputs().get(i);
      // Anew each time: the change before gave the functions on the way other names.
      ActivationFinder.Found found = ActivationFinder.find(new GraphIndex(graph.build()), output);
      if (found != null) {
        logits.put(signature.signature().outputs().get(i).name(), rewrite.add(output, found));
      }
    }
    return logits;
  }

  private NativeSession load(SavedModel model) throws ProblemException {
    try {
      Path folder = Files.createTempDirectory("scorekeeper-logits-");
      try {
        link(folder);
        Files.write(folder.resolve(SavedModelFile.NAME), model.toByteArray());
        return NativeSession.load(folder, sessionConfig);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of(
              Reason.MODEL_UNREADABLE,
              "The changed graph could not be written: " + e.getMessage()));
    }
  }

  /** Everything but the graph is where it was. */
  private void link(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = file.getFileName().toString();
        if (!name.equals(SavedModelFile.NAME)) {
          Files.createSymbolicLink(folder.resolve(name), file.toAbsolutePath());
        }
      }
    }
  }

  /** Links are deleted, not what they point to. */
  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      loaded.values().forEach(Loaded::close);
      loaded.clear();
    }
  }

  /** A session with what it offers beyond the model's own. */
  private static final class Loaded implements AutoCloseable {
    private final NativeSession session;
    private final Signature signature;
    private final Endpoints feeds;
    private final List<Endpoints.Endpoint> outputs;
    private final Map<String, Endpoints.Endpoint> logits = new HashMap<>();
    private final List<Endpoints> fetches = new ArrayList<>();

    Loaded(NativeSession session, BoundSignature bound, Map<String, TensorName> names)
        throws ProblemException {
      this.session = session;
      this.signature = bound.signature();
      this.outputs =
          NativeModel.find(
              session,
              bound.outputs(),
              signature.outputs().stream().map(OutputSpec::tensor).toList());
      for (Map.Entry<String, TensorName> name : names.entrySet()) {
        TensorSpec tensor = spec(name.getKey()).tensor();
        logits.put(name.getKey(), session.endpoint(name.getValue(), tensor));
      }
      this.feeds = new Endpoints(NativeModel.find(session, bound.inputs(), signature.inputs()));
    }

    private OutputSpec spec(String output) {
      return signature.outputs().get(signature.outputIndex(output));
    }

    NativeProgram program(List<String> wanted, Set<String> wantedLogits) {
      List<OutputSpec> specs = new ArrayList<>();
      List<Endpoints.Endpoint> endpoints = new ArrayList<>();
      for (String output : wanted) {
        specs.add(spec(output));
        endpoints.add(outputs.get(signature.outputIndex(output)));
      }
      for (String output : wanted) {
        Endpoints.Endpoint endpoint = logits.get(output);
        if (endpoint != null && wantedLogits.contains(output)) {
          TensorSpec tensor = spec(output).tensor();
          specs.add(
              new OutputSpec(
                  new TensorSpec(output + "/logits", tensor.type(), tensor.shape()),
                  OutputKind.LOGIT,
                  "input of the last operation"));
          endpoints.add(endpoint);
        }
      }
      Endpoints fetch = new Endpoints(endpoints);
      fetches.add(fetch);
      return new NativeProgram(session, signature, specs, feeds, fetch);
    }

    @Override
    public void close() {
      session.close();
      fetches.forEach(Endpoints::close);
      feeds.close();
    }
  }
}
