package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known about an output before its first row is counted.
 *
 * @param output its name in the signature
 * @param predictionShape shape of a row, without the leading dimension; -1 for one that varies
 * @param kind what the graph shows its numbers to be; absent when it shows nothing
 * @param softmax whether the graph shows that a row is a distribution over its last axis
 * @param logitsAvailable whether rows will come with the logits before its sigmoid or softmax
 * @param labelShape shape of a row of the first labels, without the leading dimension
 * @param integerLabels whether labels come as integers or booleans
 */
public record OutputFacts(
    String output,
    List<Integer> predictionShape,
    Optional<ScoreKind> kind,
    boolean softmax,
    boolean logitsAvailable,
    List<Integer> labelShape,
    boolean integerLabels) {

  public OutputFacts {
    predictionShape = List.copyOf(predictionShape);
    labelShape = List.copyOf(labelShape);
  }

  OutputFacts withLabels(List<Integer> shape, boolean integers) {
    return new OutputFacts(
        output, predictionShape, kind, softmax, logitsAvailable, shape, integers);
  }

  /** Writes it into the state of a shard. */
  public void write(DataOutput out) throws IOException {
    out.writeUTF(output);
    writeShape(out, predictionShape);
    out.writeUTF(kind.map(ScoreKind::name).orElse(""));
    out.writeBoolean(softmax);
    out.writeBoolean(logitsAvailable);
    writeShape(out, labelShape);
    out.writeBoolean(integerLabels);
  }

  /** What {@link #write} wrote. */
  public static OutputFacts read(DataInput in) throws IOException {
    try {
      String output = in.readUTF();
      List<Integer> predictionShape = readShape(in);
      String kind = in.readUTF();
      return new OutputFacts(
          output,
          predictionShape,
          kind.isEmpty() ? Optional.empty() : Optional.of(ScoreKind.valueOf(kind)),
          in.readBoolean(),
          in.readBoolean(),
          readShape(in),
          in.readBoolean());
    } catch (IllegalArgumentException e) {
      throw new IOException("there is no such kind of output", e);
    }
  }

  private static void writeShape(DataOutput out, List<Integer> shape) throws IOException {
    out.writeByte(shape.size());
    for (int dimension : shape) {
      out.writeInt(dimension);
    }
  }

  private static List<Integer> readShape(DataInput in) throws IOException {
    int rank = in.readUnsignedByte();
    List<Integer> shape = new ArrayList<>(rank);
    for (int i = 0; i < rank; i++) {
      shape.add(in.readInt());
    }
    return shape;
  }
}
