package dev.scorekeeper.server.batching;

import dev.scorekeeper.server.config.Setting;
import java.util.List;

/** How the variable dimensions of one input are padded, so that different lengths share a run. */
public record InputPadding(
    @Setting("Value of the added elements; text for strings, a number for all else.") String value,
    @Setting("Lengths to pad up to, ascending; longer ones stay as they are. Empty: powers of two.")
        List<Integer> lengths) {

  public InputPadding {
    lengths = List.copyOf(lengths);
  }

  public static InputPadding defaults() {
    return new InputPadding("0", List.of());
  }
}
