package dev.scorekeeper.server.transport.nativeapi;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.scorekeeper.server.lifecycle.VersionSelector;
import dev.scorekeeper.server.pipeline.ScoreRequest;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.v1.ModelSpec;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.TensorEncoding;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link PredictRequest}s as they mostly are: well-formed, every field once, numbers as bytes
 * or as packed floats. Allocates next to nothing and copies nothing.
 *
 * <p>Whatever else there is on the wire, {@link #scan} declines, without a reason: the generated
 * parser then reads it, and says what is wrong with it if something is. So what this class accepts,
 * the generated parser must accept with the same meaning; a fuzz test compares them.
 *
 * <p>What was read is borrowed from the bytes and valid until the next scan. Confined to one
 * thread.
 */
final class RequestScanner {

  private static final int MODEL = PredictRequest.MODEL_FIELD_NUMBER << 3 | 2;
  private static final int SIGNATURE = PredictRequest.SIGNATURE_FIELD_NUMBER << 3 | 2;
  private static final int INPUT = PredictRequest.INPUTS_FIELD_NUMBER << 3 | 2;
  private static final int OUTPUT = PredictRequest.OUTPUTS_FIELD_NUMBER << 3 | 2;
  private static final int SINGLE_EXAMPLE = PredictRequest.SINGLE_EXAMPLE_FIELD_NUMBER << 3;
  private static final int ENCODING = PredictRequest.ENCODING_FIELD_NUMBER << 3;

  private static final int MODEL_NAME = ModelSpec.NAME_FIELD_NUMBER << 3 | 2;
  private static final int MODEL_VERSION = ModelSpec.VERSION_FIELD_NUMBER << 3;
  private static final int MODEL_LABEL = ModelSpec.LABEL_FIELD_NUMBER << 3 | 2;

  private final WireCursor cursor;
  private final NameTable names = new NameTable();
  private final ScannedInputs inputs;
  private final OutputsMemory outputs = new OutputsMemory();

  private @Nullable String model;
  private VersionSelector version = VersionSelector.NEWEST;
  private VersionSelector.Exact exact = new VersionSelector.Exact(0);
  private VersionSelector.Label label = new VersionSelector.Label("");
  private @Nullable String signature;
  private int seen;
  private boolean singleExample;
  private boolean typedValues;
  private int outputsStart;
  private int outputsEnd;
  private @Nullable ScoreRequest last;
  private PredictAnswer.AnswerForm form =
      new PredictAnswer.AnswerForm(RequestedOutputs.all(), false, false);

  RequestScanner(RequestBytes bytes) {
    this.cursor = new WireCursor(bytes);
    this.inputs = new ScannedInputs(cursor, names);
  }

  /**
   * Reads the request in bytes {@code from .. to} of the message.
   *
   * @return false when it is not one of the usual kind
   */
  boolean scan(int from, int to) {
    model = null;
    version = VersionSelector.NEWEST;
    signature = null;
    seen = 0;
    singleExample = false;
    typedValues = false;
    outputsStart = -1;
    outputsEnd = -1;
    inputs.clear();
    cursor.move(from, to);
    while (!cursor.atEnd()) {
      if (!field()) {
        return false;
      }
    }
    return model != null && !model.isEmpty() && form();
  }

  private boolean field() {
    int start = cursor.position();
    return switch (cursor.tag()) {
      case MODEL -> once(1) && model();
      case SIGNATURE -> once(2) && (signature = name()) != null;
      case INPUT -> input();
      case OUTPUT -> output(start);
      case SINGLE_EXAMPLE -> once(4) && singleExample();
      case ENCODING -> once(8) && encoding();
      default -> false;
    };
  }

  /** A field that came before is merged or replaced: for the generated parser to say. */
  private boolean once(int bit) {
    boolean first = (seen & bit) == 0;
    seen |= bit;
    return first;
  }

  private @Nullable String name() {
    int length = cursor.length();
    return length < 0 ? null : names.get(cursor.bytes(), cursor.take(length), length);
  }

  private boolean model() {
    int length = cursor.length();
    if (length < 0) {
      return false;
    }
    int outer = cursor.narrow(length);
    boolean chosen = false;
    while (!cursor.atEnd()) {
      int tag = cursor.tag();
      boolean isName = tag == MODEL_NAME;
      if (isName ? model != null : chosen) {
        return false;
      }
      chosen |= !isName;
      boolean read =
          switch (tag) {
            case MODEL_NAME -> (model = name()) != null;
            case MODEL_VERSION -> exactVersion(cursor.number());
            case MODEL_LABEL -> label(name());
            default -> false;
          };
      if (!read) {
        return false;
      }
    }
    cursor.widen(outer);
    return true;
  }

  private boolean exactVersion(int number) {
    if (exact.version() != number) {
      exact = new VersionSelector.Exact(number);
    }
    version = exact;
    return number >= 0;
  }

  private boolean label(@Nullable String name) {
    if (name != null && !label.label().equals(name)) {
      label = new VersionSelector.Label(name);
    }
    version = label;
    return name != null;
  }

  private boolean input() {
    int length = cursor.length();
    if (length < 0) {
      return false;
    }
    int outer = cursor.narrow(length);
    if (!inputs.read()) {
      return false;
    }
    cursor.widen(outer);
    return true;
  }

  /** Notes where the outputs are; they must lie side by side. */
  private boolean output(int start) {
    int length = cursor.length();
    if (length < 0 || (outputsStart >= 0 && start != outputsEnd)) {
      return false;
    }
    cursor.take(length);
    outputsStart = outputsStart < 0 ? start : outputsStart;
    outputsEnd = cursor.position();
    return true;
  }

  private boolean singleExample() {
    int number = cursor.number();
    singleExample = number == 1;
    return number == 0 || number == 1;
  }

  private boolean encoding() {
    int number = cursor.number();
    typedValues = number == TensorEncoding.TENSOR_ENCODING_VALUES_VALUE;
    return number >= 0 && TensorEncoding.forNumber(number) != null;
  }

  private boolean form() {
    RequestedOutputs requested = RequestedOutputs.all();
    if (outputsStart >= 0) {
      try {
        requested = outputs.read(cursor.bytes(), outputsStart, outputsEnd);
      } catch (InvalidProtocolBufferException | ProblemException e) {
        return false; // read again by the generated parser, which tells the caller
      }
    }
    if (!form.is(requested, singleExample, typedValues)) {
      form = new PredictAnswer.AnswerForm(requested, singleExample, typedValues);
    }
    return true;
  }

  /** How the answer is wanted; stays valid. */
  PredictAnswer.AnswerForm answerForm() {
    return form;
  }

  /** The request that was read, its inputs borrowed; the same object while requests are alike. */
  ScoreRequest request() {
    String name = requireNonNull(model, "nothing was scanned");
    String chosen = signature == null ? "" : signature;
    ScoreRequest known = last;
    if (known == null || !isLike(known, name, chosen)) {
      known = new ScoreRequest(name, version, chosen, inputs, form.outputs(), singleExample);
      last = known;
    }
    return known;
  }

  /** Looks at identities: what requests have in common is read as the same objects. */
  @SuppressWarnings("ReferenceEquality")
  private boolean isLike(ScoreRequest known, String name, String chosen) {
    return known.model() == name
        && known.version() == version
        && known.signature() == chosen
        && known.outputs() == form.outputs()
        && known.singleExample() == singleExample;
  }
}
