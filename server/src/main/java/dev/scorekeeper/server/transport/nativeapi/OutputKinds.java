package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.server.scoring.OutputKind;
import org.jspecify.annotations.Nullable;

/** Kinds of outputs on the wire and ours. */
final class OutputKinds {

  private OutputKinds() {}

  /** Our kind; null when unspecified. */
  static @Nullable OutputKind fromWire(dev.scorekeeper.v1.OutputKind kind) {
    return switch (kind) {
      case OUTPUT_KIND_VALUE -> OutputKind.VALUE;
      case OUTPUT_KIND_LOGIT -> OutputKind.LOGIT;
      case OUTPUT_KIND_PROBABILITY -> OutputKind.PROBABILITY;
      case OUTPUT_KIND_CLASS_INDEX -> OutputKind.CLASS_INDEX;
      case OUTPUT_KIND_DECISION -> OutputKind.DECISION;
      case OUTPUT_KIND_UNSPECIFIED, UNRECOGNIZED -> null;
    };
  }

  static dev.scorekeeper.v1.OutputKind toWire(OutputKind kind) {
    return switch (kind) {
      case VALUE -> dev.scorekeeper.v1.OutputKind.OUTPUT_KIND_VALUE;
      case LOGIT -> dev.scorekeeper.v1.OutputKind.OUTPUT_KIND_LOGIT;
      case PROBABILITY -> dev.scorekeeper.v1.OutputKind.OUTPUT_KIND_PROBABILITY;
      case CLASS_INDEX -> dev.scorekeeper.v1.OutputKind.OUTPUT_KIND_CLASS_INDEX;
      case DECISION -> dev.scorekeeper.v1.OutputKind.OUTPUT_KIND_DECISION;
    };
  }

  /** Words for a sentence: "holds ...". */
  static String plural(OutputKind kind) {
    return switch (kind) {
      case VALUE -> "plain values";
      case LOGIT -> "logits";
      case PROBABILITY -> "probabilities";
      case CLASS_INDEX -> "class indices";
      case DECISION -> "decisions";
    };
  }
}
