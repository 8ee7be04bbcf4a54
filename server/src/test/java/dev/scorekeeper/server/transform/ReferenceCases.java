package dev.scorekeeper.server.transform;

import static java.util.Objects.requireNonNull;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.Shape;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** What NumPy computed; {@code reference/transforms.py} wrote it. */
final class ReferenceCases {

  private ReferenceCases() {}

  static List<Case> read() {
    InputStream stream =
        requireNonNull(ReferenceCases.class.getResourceAsStream("/transforms.tsv"), "no cases");
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      return reader.lines().map(ReferenceCases::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Case parse(String line) {
    String[] columns = line.split("\t", -1);
    return new Case(
        columns[0],
        columns[1],
        type(columns[2]),
        shape(columns[3]),
        bytes(columns[4]),
        type(columns[5]),
        shape(columns[6]),
        bytes(columns[7]),
        bytes(columns[8]));
  }

  private static DataType type(String label) {
    return Arrays.stream(DataType.values())
        .filter(type -> type.label().equals(label))
        .findFirst()
        .orElseThrow();
  }

  private static Shape shape(String dims) {
    return Shape.of(Arrays.stream(dims.split(",")).mapToLong(Long::parseLong).toArray());
  }

  private static ByteBuffer bytes(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex)).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** One line. */
  record Case(
      String transform,
      String parameter,
      DataType type,
      Shape shape,
      ByteBuffer input,
      DataType resultType,
      Shape resultShape,
      ByteBuffer result,
      ByteBuffer indices) {

    /** The transform that the line names. */
    Transform parsed() {
      return switch (transform) {
        case "softmax" -> new Transform.Softmax();
        case "sigmoid" -> new Transform.Sigmoid();
        case "arg_max" -> new Transform.ArgMax();
        case "top_k" -> new Transform.TopK(Integer.parseInt(parameter));
        case "threshold>" -> new Transform.Threshold(Double.parseDouble(parameter), false);
        case "threshold>=" -> new Transform.Threshold(Double.parseDouble(parameter), true);
        default -> throw new IllegalStateException("unknown transform: " + transform);
      };
    }
  }
}
