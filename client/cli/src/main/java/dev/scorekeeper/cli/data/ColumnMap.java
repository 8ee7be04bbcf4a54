package dev.scorekeeper.cli.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which columns of a table make up which input, and which are kept.
 *
 * <p>For each input, the first of these that applies: the columns chosen for it; a column of its
 * name; columns {@code NAME_0}, {@code NAME_1} and so on; for a model with one input, all columns
 * that are not kept, in their order, when their number fits.
 *
 * @param inputs indices of the columns of each input
 * @param kept indices of the columns of each kept column
 */
record ColumnMap(List<List<Integer>> inputs, List<List<Integer>> kept) {

  static ColumnMap resolve(List<InputSpec> inputs, List<String> columns, ColumnChoice choice)
      throws DataException {
    List<List<Integer>> kept = new ArrayList<>();
    for (KeptColumn column : choice.kept()) {
      kept.add(findKept(column, columns));
    }
    List<List<Integer>> resolved = new ArrayList<>();
    for (InputSpec input : inputs) {
      List<Integer> found = find(input, columns, choice);
      if (found.isEmpty() && inputs.size() == 1) {
        found = remaining(input, columns, kept.stream().flatMap(List::stream).toList());
      }
      if (found.isEmpty()) {
        throw new DataException(missing(input, columns));
      }
      resolved.add(found);
    }
    return new ColumnMap(resolved, kept);
  }

  private static List<Integer> find(InputSpec input, List<String> columns, ColumnChoice choice)
      throws DataException {
    List<Integer> found = new ArrayList<>();
    for (String name : choice.columnsOf(input.name())) {
      found.add(index(columns, name, "--input " + input.name()));
    }
    return found.isEmpty() ? byName(input.name(), columns) : found;
  }

  /** The column of that name, or those that have it with numbers from 0 on. */
  private static List<Integer> byName(String name, List<String> columns) {
    if (columns.contains(name)) {
      return List.of(columns.indexOf(name));
    }
    List<Integer> found = new ArrayList<>();
    int next = columns.indexOf(name + "_0");
    while (next >= 0) {
      found.add(next);
      next = columns.indexOf(name + "_" + found.size());
    }
    return found;
  }

  private static List<Integer> findKept(KeptColumn column, List<String> columns)
      throws DataException {
    List<Integer> found = byName(column.name(), columns);
    if (found.isEmpty() && column.orOnly() && columns.size() == 1) {
      return List.of(0);
    }
    if (found.isEmpty()) {
      throw new DataException(
          "there is no column \"%s\"; there are %s".formatted(column.name(), list(columns)));
    }
    return found;
  }

  private static List<Integer> remaining(
      InputSpec input, List<String> columns, List<Integer> kept) {
    List<Integer> rest = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (!kept.contains(i)) {
        rest.add(i);
      }
    }
    boolean fits = input.rowSize() < 0 || rest.size() == input.rowSize() || rest.size() == 1;
    return fits ? rest : List.of();
  }

  private static int index(List<String> columns, String name, String option) throws DataException {
    int index = columns.indexOf(name);
    if (index < 0) {
      throw new DataException(
          "%s: there is no column \"%s\"; there are %s".formatted(option, name, list(columns)));
    }
    return index;
  }

  private static String missing(InputSpec input, List<String> columns) {
    String several =
        input.rowSize() > 1
            ? " or columns \"%s_0\" to \"%s_%d\""
                .formatted(input.name(), input.name(), input.rowSize() - 1)
            : "";
    return "no column for input \"%s\" of row shape %s: give a column \"%s\"%s, or name the columns with --input %s=COLUMN,…; there are %s"
        .formatted(
            input.name(),
            Shapes.format(input.rowShape()),
            input.name(),
            several,
            input.name(),
            list(columns));
  }

  private static String list(List<String> columns) {
    return columns.size() <= 8
        ? String.join(", ", columns)
        : String.join(", ", columns.subList(0, 8)) + " and " + (columns.size() - 8) + " more";
  }

  /**
   * True when one of the columns is needed by its name, so that the first line must be a header.
   */
  static boolean namesAny(List<InputSpec> inputs, List<String> cells, ColumnChoice choice) {
    Set<String> wanted = new TreeSet<>();
    for (KeptColumn column : choice.kept()) {
      wanted.add(column.name());
      wanted.add(column.name() + "_0");
    }
    for (InputSpec input : inputs) {
      wanted.add(input.name());
      wanted.add(input.name() + "_0");
      wanted.addAll(choice.columnsOf(input.name()));
    }
    return cells.stream().anyMatch(wanted::contains);
  }
}
