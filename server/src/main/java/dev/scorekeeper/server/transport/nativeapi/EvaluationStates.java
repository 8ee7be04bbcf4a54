package dev.scorekeeper.server.transport.nativeapi;

import com.google.protobuf.ByteString;
import dev.scorekeeper.server.evaluating.ComputeEnvironment;
import dev.scorekeeper.server.evaluating.DataDigest;
import dev.scorekeeper.server.evaluating.EvaluationProblems;
import dev.scorekeeper.server.evaluating.EvaluationResult;
import dev.scorekeeper.server.evaluating.SignatureFigures;
import dev.scorekeeper.server.evaluation.engine.EvaluationException;
import dev.scorekeeper.server.evaluation.engine.EvaluationPlanner;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationReason;
import dev.scorekeeper.server.evaluation.engine.EvaluationRun;
import dev.scorekeeper.server.evaluation.engine.EvaluationSetup;
import dev.scorekeeper.server.evaluation.engine.OutputFacts;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.v1.EvaluationEnvironment;
import dev.scorekeeper.v1.EvaluationHeader;
import dev.scorekeeper.v1.EvaluationState;
import dev.scorekeeper.v1.ModelIdentity;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes what a part of a data set came to, and puts parts together again. */
final class EvaluationStates {

  private static final int MAGIC = 0x534b4556;
  private static final int FORMAT = 2;
  private static final int MOST_OUTPUTS = 1 << 16;

  private EvaluationStates() {}

  /**
   * All parts as one.
   *
   * @param resultSignatures metric signatures whose states a result signature puts together
   */
  record Merged(
      EvaluationHeader header,
      ModelIdentity identity,
      EvaluationEnvironment environment,
      EvaluationRun run,
      Optional<EvaluationRun> signatures,
      List<String> resultSignatures,
      String dataDigest,
      long messages) {

    Merged {
      resultSignatures = List.copyOf(resultSignatures);
    }
  }

  static EvaluationState write(
      EvaluationHeader header, EvaluationResult result, ComputeEnvironment environment)
      throws ProblemException {
    EvaluationSetup setup = result.run().setup();
    if (!setup.mergeable()) {
      throw EvaluationSpecs.invalid(
          "outputs", "What is asked cannot be put together from parts of the data set.");
    }
    ByteString bytes = bytes(setup, result, environment.serverVersion());
    return EvaluationState.newBuilder()
        .setHeader(EvaluationDrafts.resolved(header, result))
        .setModelIdentity(EvaluationDrafts.identity(result))
        .setEnvironment(EvaluationDrafts.environment(environment, result.computeRows()))
        .setState(bytes)
        .setRowCount(result.run().rows())
        .setSha256(sha256(bytes))
        .build();
  }

  private static ByteString bytes(
      EvaluationSetup setup, EvaluationResult result, String serverVersion) {
    ByteString.Output target = ByteString.newOutput();
    try (DataOutputStream out = new DataOutputStream(target)) {
      out.writeInt(MAGIC);
      out.writeInt(FORMAT);
      out.writeUTF(serverVersion);
      writeFacts(setup.facts(), out);
      writeFacts(result.signatures().map(run -> run.setup().facts()).orElseGet(List::of), out);
      writeNames(result.results().names(), out);
      result.digest().write(out);
      out.writeLong(result.messages());
      result.run().write(out);
      if (result.signatures().isPresent()) {
        result.signatures().get().write(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot fail", e);
    }
    return target.toByteString();
  }

  private static void writeFacts(List<OutputFacts> all, DataOutputStream out) throws IOException {
    out.writeInt(all.size());
    for (OutputFacts facts : all) {
      facts.write(out);
    }
  }

  private static void writeNames(Set<String> names, DataOutputStream out) throws IOException {
    out.writeInt(names.size());
    for (String name : names) {
      out.writeUTF(name);
    }
  }

  private static List<String> readNames(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > MOST_OUTPUTS) {
      throw new IOException("there cannot be %d signatures".formatted(count));
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(in.readUTF());
    }
    return names;
  }

  private static String sha256(ByteString bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      bytes.asReadOnlyByteBufferList().forEach(digest::update);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Puts parts together.
   *
   * @throws ProblemException STATE_INVALID for one that is damaged or of another server version,
   *     STATE_MISMATCH for parts that do not belong together, WEIGHT_INVALID when rows of some have
   *     weights and those of others none
   */
  static Merged merge(List<EvaluationState> states, EvaluationPlanner planner)
      throws ProblemException {
    if (states.isEmpty()) {
      throw new ProblemException(
          Problem.ofField(Reason.STATE_INVALID, "states", "There are no states to merge."));
    }
    EvaluationState first = states.get(0);
    Part whole = read(first, 0, planner);
    for (int i = 1; i < states.size(); i++) {
      checkSame(first, states.get(i), i);
      Part part = read(states.get(i), i, planner);
      if (!part.facts.equals(whole.facts)
          || part.signatures.isPresent() != whole.signatures.isPresent()
          || !part.resultSignatures.equals(whole.resultSignatures)) {
        throw mismatch(i, "state", "its labels have another shape or type");
      }
      add(whole, part, i);
    }
    return new Merged(
        first.getHeader(),
        first.getModelIdentity(),
        first.getEnvironment(),
        whole.run,
        whole.signatures,
        whole.resultSignatures,
        whole.digest.hex(),
        whole.messages);
  }

  private static void add(Part whole, Part part, int index) throws ProblemException {
    try {
      whole.run.merge(part.run);
      if (whole.signatures.isPresent() && part.signatures.isPresent()) {
        whole.signatures.get().merge(part.signatures.get());
      }
    } catch (EvaluationException e) {
      throw e.reason() == EvaluationReason.BAD_WEIGHT
          ? weights(index, e)
          : EvaluationProblems.of(e);
    } catch (IllegalArgumentException e) {
      throw mismatch(index, "state", "it does not merge: " + e.getMessage());
    }
    whole.digest.add(part.digest);
    whole.messages += part.messages;
  }

  private static ProblemException weights(int index, EvaluationException e) {
    Problem problem =
        new Problem(
            Reason.WEIGHT_INVALID,
            "State %d does not go with those before it: %s.".formatted(index, e.getMessage()),
            "states[" + index + "].state",
            e.details(),
            null);
    return new ProblemException(problem.with("state", index));
  }

  private static void checkSame(EvaluationState first, EvaluationState other, int index)
      throws ProblemException {
    if (!first.getHeader().equals(other.getHeader())) {
      throw mismatch(index, "header", "it was asked something else");
    }
    if (!first.getModelIdentity().equals(other.getModelIdentity())) {
      throw mismatch(index, "model_identity", "it is of another model");
    }
    if (!first.getEnvironment().equals(other.getEnvironment())) {
      throw mismatch(index, "environment", "another environment computed it");
    }
  }

  private static ProblemException mismatch(int index, String field, String why) {
    return new ProblemException(
        Problem.ofField(
                Reason.STATE_MISMATCH,
                "states[" + index + "]." + field,
                "State %d does not go with state 0: %s.".formatted(index, why))
            .with("state", index));
  }

  /** What one state holds; the first one takes the others in. */
  private static final class Part {
    final List<OutputFacts> facts;
    final DataDigest digest;
    final EvaluationRun run;
    final Optional<EvaluationRun> signatures;
    final List<String> resultSignatures;
    long messages;

    Part(
        List<OutputFacts> facts,
        DataDigest digest,
        long messages,
        EvaluationRun run,
        Optional<EvaluationRun> signatures,
        List<String> resultSignatures) {
      this.signatures = signatures;
      this.resultSignatures = resultSignatures;
      this.facts = facts;
      this.digest = digest;
      this.messages = messages;
      this.run = run;
    }
  }

  private static Part read(EvaluationState state, int index, EvaluationPlanner planner)
      throws ProblemException {
    if (!sha256(state.getState()).equals(state.getSha256())) {
      throw invalid(index, "its bytes do not have the digest that it states");
    }
    try (DataInputStream in = new DataInputStream(state.getState().newInput())) {
      if (in.readInt() != MAGIC || in.readInt() != FORMAT) {
        throw invalid(index, "its bytes are not in this server's format");
      }
      String version = in.readUTF();
      if (!version.equals(state.getEnvironment().getServerVersion())) {
        throw invalid(index, "server version %s made it".formatted(version));
      }
      List<OutputFacts> facts = facts(in);
      List<OutputFacts> ofSignatures = facts(in);
      List<String> resultSignatures = readNames(in);
      DataDigest digest = new DataDigest();
      digest.read(in);
      long messages = in.readLong();
      EvaluationQuestion question = EvaluationSpecs.question(state.getHeader().getSpec());
      EvaluationRun run = start(question, facts, planner);
      run.read(in);
      Optional<EvaluationRun> signatures = Optional.empty();
      if (!ofSignatures.isEmpty()) {
        signatures =
            Optional.of(
                start(SignatureFigures.question(question, ofSignatures), ofSignatures, planner));
        signatures.get().read(in);
      }
      if (in.read() >= 0 || run.rows() != state.getRowCount()) {
        throw invalid(index, "its parts contradict each other");
      }
      return new Part(facts, digest, messages, run, signatures, resultSignatures);
    } catch (IOException e) {
      throw invalid(index, "it cannot be read: " + e.getMessage());
    }
  }

  private static List<OutputFacts> facts(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > MOST_OUTPUTS) {
      throw new IOException("there cannot be %d outputs".formatted(count));
    }
    List<OutputFacts> facts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      facts.add(OutputFacts.read(in));
    }
    return facts;
  }

  private static EvaluationRun start(
      EvaluationQuestion question, List<OutputFacts> facts, EvaluationPlanner planner)
      throws ProblemException {
    try {
      return planner.plan(question, facts).start();
    } catch (EvaluationException e) {
      throw EvaluationProblems.of(e);
    }
  }

  private static ProblemException invalid(int index, String why) {
    return new ProblemException(
        Problem.ofField(
                Reason.STATE_INVALID,
                "states[" + index + "].state",
                "State %d cannot be merged: %s.".formatted(index, why))
            .with("state", index));
  }
}
