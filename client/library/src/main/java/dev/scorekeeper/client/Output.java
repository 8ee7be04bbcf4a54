package dev.scorekeeper.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One output of a result: its numbers and what they are. Immutable. */
public final class Output {

  private final String name;
  private final OutputKind kind;
  private final Tensor tensor;
  private final @Nullable Tensor indices;

  Output(String name, OutputKind kind, Tensor tensor, @Nullable Tensor indices) {
    this.name = name;
    this.kind = kind;
    this.tensor = tensor;
    this.indices = indices;
  }

  /** Name in the signature. */
  public String name() {
    return name;
  }

  /** What the numbers are, after the transforms. */
  public OutputKind kind() {
    return kind;
  }

  /** The numbers. */
  public Tensor tensor() {
    return tensor;
  }

  /** After {@link RequestedOutput#topK}: the int64 class index of each element, same shape. */
  public Optional<Tensor> indices() {
    return Optional.ofNullable(indices);
  }

  /** Size of every dimension, outermost first. */
  public long[] shape() {
    return tensor.shape();
  }

  /** Number of rows; see {@link Tensor#rowCount}. */
  public int rowCount() {
    return tensor.rowCount();
  }

  /** All elements as floats; see {@link Tensor#floats()}. */
  public float[] floats() {
    return tensor.floats();
  }

  /** The elements of one row as floats. */
  public float[] floats(int row) {
    return tensor.floats(row);
  }

  /** All elements as doubles; see {@link Tensor#doubles()}. */
  public double[] doubles() {
    return tensor.doubles();
  }

  /** All elements as ints; see {@link Tensor#ints()}. */
  public int[] ints() {
    return tensor.ints();
  }

  /** All elements as longs; see {@link Tensor#longs()}. */
  public long[] longs() {
    return tensor.longs();
  }

  /** All elements as booleans; see {@link Tensor#booleans()}. */
  public boolean[] booleans() {
    return tensor.booleans();
  }

  /** All elements as strings; see {@link Tensor#strings()}. */
  public String[] strings() {
    return tensor.strings();
  }

  @Override
  public String toString() {
    return name + ": " + kind + " " + tensor;
  }
}
