package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.engine.EvaluationFigures.SliceFigures;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The slices of one spec: a part for each combination of values that occurs. Allocates nothing for
 * a row of a slice that is there already. Not thread-safe.
 */
final class SliceTable {

  /** Slices in their order: whole numbers by size, before other texts by their characters. */
  private static final Comparator<String> BY_VALUE =
      Comparator.comparing(SliceTable::isNumber, Comparator.reverseOrder())
          .thenComparingLong(text -> isNumber(text) ? Long.parseLong(text) : 0L)
          .thenComparing(Comparator.naturalOrder());

  private final List<String> columns;
  private final int[] columnIndex;
  private final int index;
  private final int limit;
  private final PartMaker maker;
  private final Node root = new Node();
  private final List<Leaf> leaves = new ArrayList<>();

  /** Makes the part of a new slice. */
  interface PartMaker {
    PartState make() throws EvaluationException;
  }

  /** A slice. */
  record Leaf(List<String> keys, PartState part) {}

  /** Values of one column, below those of the columns before it. */
  private static final class Node {
    private final Map<String, Node> below = new HashMap<>();
    private @Nullable Leaf leaf;

    Node below(String key) {
      Node node = below.get(key);
      if (node == null) {
        node = new Node();
        below.put(key, node);
      }
      return node;
    }
  }

  /**
   * Creates a table without slices.
   *
   * @param columns of the spec, in order of their names
   * @param all columns of the chunks
   * @param index of the spec, for messages
   * @param limit most slices
   */
  SliceTable(List<String> columns, List<String> all, int index, int limit, PartMaker maker) {
    this.columns = columns;
    this.columnIndex = columns.stream().mapToInt(all::indexOf).toArray();
    this.index = index;
    this.limit = limit;
    this.maker = maker;
  }

  List<String> columns() {
    return columns;
  }

  /** The slice that a row belongs to. */
  PartState part(EvaluationChunk chunk, int row) throws EvaluationException {
    Node node = root;
    for (int column : columnIndex) {
      @Nullable String[] values = chunk.slices[column];
      String value = values[row];
      node = node.below(value == null ? SliceFigures.MISSING : value);
    }
    Leaf leaf = node.leaf;
    return leaf == null ? create(node, keys(chunk, row)).part() : leaf.part();
  }

  /** In their order. */
  List<Leaf> sorted() {
    List<Leaf> sorted = new ArrayList<>(leaves);
    sorted.sort((a, b) -> compare(a.keys(), b.keys()));
    return sorted;
  }

  void merge(SliceTable other) throws EvaluationException {
    for (Leaf theirs : other.leaves) {
      leaf(theirs.keys()).part().merge(theirs.part());
    }
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(leaves.size());
    for (Leaf leaf : sorted()) {
      for (String key : leaf.keys()) {
        Texts.write(out, key);
      }
      leaf.part().write(out);
    }
  }

  void read(DataInput in) throws IOException {
    root.below.clear();
    leaves.clear();
    int size = in.readInt();
    if (size < 0 || size > limit) {
      throw new IOException("there cannot be " + size + " slices");
    }
    for (int i = 0; i < size; i++) {
      List<String> keys = new ArrayList<>();
      for (int k = 0; k < columns.size(); k++) {
        keys.add(Texts.read(in));
      }
      try {
        leaf(keys).part().read(in);
      } catch (EvaluationException e) {
        throw new IOException("the state does not fit", e);
      }
    }
  }

  private Leaf leaf(List<String> keys) throws EvaluationException {
    Node node = root;
    for (String key : keys) {
      node = node.below(key);
    }
    Leaf leaf = node.leaf;
    return leaf == null ? create(node, keys) : leaf;
  }

  private Leaf create(Node node, List<String> keys) throws EvaluationException {
    if (leaves.size() >= limit) {
      throw new EvaluationException(
              EvaluationReason.TOO_MANY_SLICES,
              "spec.slices[" + index + "]",
              "there are more than "
                  + limit
                  + " slices by "
                  + String.join(", ", columns)
                  + "; take columns with fewer values, or raise max_slices")
          .with("limit", limit)
          .with("columns", String.join(", ", columns));
    }
    Leaf leaf = new Leaf(List.copyOf(keys), maker.make());
    node.leaf = leaf;
    leaves.add(leaf);
    return leaf;
  }

  private List<String> keys(EvaluationChunk chunk, int row) {
    List<String> keys = new ArrayList<>();
    for (int column : columnIndex) {
      String value = chunk.slices[column][row];
      keys.add(value == null ? SliceFigures.MISSING : value);
    }
    return keys;
  }

  private static int compare(List<String> a, List<String> b) {
    for (int i = 0; i < a.size(); i++) {
      int order = BY_VALUE.compare(a.get(i), b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static boolean isNumber(String text) {
    return text.matches("-?\\d{1,18}");
  }
}
