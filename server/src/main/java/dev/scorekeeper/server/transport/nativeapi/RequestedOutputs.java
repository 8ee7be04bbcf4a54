package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.server.pipeline.OutputPlan;
import dev.scorekeeper.server.scoring.OutputKind;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.transform.Transform;
import dev.scorekeeper.server.transform.TransformChain;
import dev.scorekeeper.v1.RequestedOutput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The outputs that a request asks for, with their changes and what the caller takes them for. */
final class RequestedOutputs implements OutputPlan {

  private static final RequestedOutputs ALL = new RequestedOutputs(List.of(), List.of());

  private final List<String> names;
  private final List<Wish> wishes;
  private final boolean unchanged;

  private RequestedOutputs(List<String> names, List<Wish> wishes) {
    this.names = names;
    this.wishes = wishes;
    this.unchanged = wishes.stream().allMatch(wish -> wish.chain().isEmpty());
  }

  /** All outputs, as they are. */
  static RequestedOutputs all() {
    return ALL;
  }

  /** True when no output is to be changed. */
  boolean isUnchanged() {
    return unchanged;
  }

  /**
   * Reads what is asked for.
   *
   * @throws ProblemException OUTPUT_REPEATED, TRANSFORM_INVALID, REQUEST_MALFORMED
   */
  static RequestedOutputs of(List<RequestedOutput> requested) throws ProblemException {
    if (requested.isEmpty()) {
      return ALL;
    }
    List<String> names = new ArrayList<>(requested.size());
    List<Wish> wishes = new ArrayList<>(requested.size());
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < requested.size(); i++) {
      RequestedOutput output = requested.get(i);
      String field = "outputs[" + i + "]";
      if (!seen.add(output.getName())) {
        throw problem(
            Reason.OUTPUT_REPEATED,
            field + ".name",
            "Output '%s' is asked for more than once.".formatted(output.getName()));
      }
      names.add(output.getName());
      wishes.add(wish(output, field));
    }
    return new RequestedOutputs(List.copyOf(names), List.copyOf(wishes));
  }

  private static Wish wish(RequestedOutput output, String field) throws ProblemException {
    List<Transform> transforms = new ArrayList<>(output.getTransformsCount());
    for (int i = 0; i < output.getTransformsCount(); i++) {
      transforms.add(transform(output.getTransforms(i), field + ".transforms[" + i + "]"));
    }
    TransformChain chain =
        transforms.isEmpty()
            ? TransformChain.empty()
            : TransformChain.of(field + ".transforms", transforms);
    if (output.getExpectedKind() == dev.scorekeeper.v1.OutputKind.UNRECOGNIZED) {
      throw problem(
          Reason.REQUEST_MALFORMED,
          field + ".expected_kind",
          "%s.expected_kind is %d, which this server does not know."
              .formatted(field, output.getExpectedKindValue()));
    }
    return new Wish(chain, OutputKinds.fromWire(output.getExpectedKind()), field);
  }

  private static Transform transform(dev.scorekeeper.v1.Transform transform, String field)
      throws ProblemException {
    return switch (transform.getTransformCase()) {
      case SOFTMAX -> new Transform.Softmax();
      case SIGMOID -> new Transform.Sigmoid();
      case ARG_MAX -> new Transform.ArgMax();
      case TOP_K -> new Transform.TopK(transform.getTopK().getK());
      case THRESHOLD ->
          new Transform.Threshold(
              transform.getThreshold().getValue(), transform.getThreshold().getInclusive());
      case TRANSFORM_NOT_SET ->
          throw problem(
              Reason.TRANSFORM_INVALID,
              field,
              field + " names no transform that this server knows.");
    };
  }

  @Override
  public List<String> names() {
    return names;
  }

  /** Changes of the output at this position of the answer. */
  TransformChain chain(int output) {
    return wishes.isEmpty() ? TransformChain.empty() : wishes.get(output).chain();
  }

  @Override
  public void check(List<OutputSpec> outputs) throws ProblemException {
    for (int i = 0; i < wishes.size(); i++) {
      Wish wish = wishes.get(i);
      OutputSpec output = outputs.get(i);
      OutputKind kind = wish.chain().check(output);
      if (wish.expected() != null && wish.expected() != kind) {
        throw new ProblemException(mismatch(output, kind, wish.expected(), wish.field()));
      }
    }
  }

  private static Problem mismatch(
      OutputSpec output, OutputKind kind, OutputKind expected, String field) {
    boolean asIs = kind == output.kind();
    String is =
        asIs
            ? "holds %s (%s)".formatted(OutputKinds.plural(kind), output.evidence())
            : "holds %s after the transforms".formatted(OutputKinds.plural(kind));
    return Problem.ofField(
            Reason.OUTPUT_KIND_MISMATCH,
            field + ".expected_kind",
            "Output '%s' %s, not %s: %s."
                .formatted(output.name(), is, OutputKinds.plural(expected), advice(kind, expected)))
        .with("output", output.name())
        .with("kind", kind.name().toLowerCase(Locale.ROOT))
        .with("expected_kind", expected.name().toLowerCase(Locale.ROOT))
        .with("evidence", output.evidence());
  }

  private static String advice(OutputKind kind, OutputKind expected) {
    boolean raw = kind == OutputKind.LOGIT || kind == OutputKind.VALUE;
    if (raw && expected == OutputKind.PROBABILITY) {
      return "add transform sigmoid or softmax, or declare its kind in scorekeeper.yaml";
    }
    if (expected == OutputKind.CLASS_INDEX) {
      return "add transform arg_max";
    }
    if (expected == OutputKind.DECISION) {
      return "add transform threshold";
    }
    return "ask for what it is, leave out the transforms that change it, or declare its kind in"
        + " scorekeeper.yaml";
  }

  private static ProblemException problem(Reason reason, String field, String message) {
    return new ProblemException(Problem.ofField(reason, field, message));
  }

  /** The names, and what is wanted of each. */
  @Override
  public String toString() {
    return names + " " + wishes;
  }

  /** What is wanted of one output; expected is null without an expectation. */
  private record Wish(TransformChain chain, @Nullable OutputKind expected, String field) {}
}
