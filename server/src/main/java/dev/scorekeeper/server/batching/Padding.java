package dev.scorekeeper.server.batching;

import dev.scorekeeper.server.scoring.Layout;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.scoring.Signature;
import dev.scorekeeper.server.scoring.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the variable dimensions of a signature's inputs are padded. Immutable. */
final class Padding {

  private final Signature signature;
  private final List<@Nullable InputPad> inputs;
  private final boolean none;

  /** One input's added element, and the lengths to pad up to. */
  private static final class InputPad {

    private final byte[] element;
    private final List<Integer> lengths;

    InputPad(byte[] element, List<Integer> lengths) {
      this.element = element;
      this.lengths = lengths;
    }

    long padded(long length) {
      for (int bucket : lengths) {
        if (bucket >= length) {
          return bucket;
        }
      }
      if (!lengths.isEmpty() || length > 1L << 30) {
        return length;
      }
      return length <= 1 ? 1 : Long.highestOneBit(length - 1) << 1;
    }
  }

  private Padding(Signature signature, List<@Nullable InputPad> inputs) {
    this.signature = signature;
    this.inputs = inputs;
    this.none = inputs.stream().allMatch(pad -> pad == null);
  }

  /**
   * @throws IllegalArgumentException when a value does not suit its input's type; inputs that the
   *     signature lacks are ignored
   */
  static Padding of(Signature signature, Map<String, InputPadding> settings) {
    List<@Nullable InputPad> pads = new ArrayList<>();
    for (TensorSpec input : signature.inputs()) {
      InputPadding setting = settings.get(input.name());
      pads.add(
          setting == null
              ? null
              : new InputPad(
                  PadValue.parse(input.type(), setting.value()),
                  setting.lengths().stream().sorted().toList()));
    }
    return new Padding(signature, pads);
  }

  /** Added element of an input; empty when it is never padded. */
  byte[] element(int input) {
    InputPad pad = inputs.get(input);
    return pad == null ? new byte[0] : pad.element;
  }

  /** The layout that rows of this one run in. */
  Layout pad(Layout layout) {
    if (none || !layout.perRow()) {
      return layout;
    }
    List<Shape> shapes = new ArrayList<>(layout.inputCount());
    for (int i = 0; i < layout.inputCount(); i++) {
      shapes.add(padded(i, layout.shapes().get(i)));
    }
    return shapes.equals(layout.shapes()) ? layout : new Layout(layout.types(), shapes, true);
  }

  private Shape padded(int input, Shape inner) {
    InputPad pad = inputs.get(input);
    if (pad == null) {
      return inner;
    }
    Shape declared = signature.inputs().get(input).shape();
    long[] dims = inner.dims();
    for (int d = 0; d < dims.length; d++) {
      if (declared.isUnknownRank() || declared.dim(d + 1) == Shape.UNKNOWN) {
        dims[d] = pad.padded(dims[d]);
      }
    }
    return Shape.of(dims);
  }
}
