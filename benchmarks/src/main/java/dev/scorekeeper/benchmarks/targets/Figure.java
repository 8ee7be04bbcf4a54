package dev.scorekeeper.benchmarks.targets;

/**
 * One line of the table.
 *
 * @param row name of the row that measured it, as given to {@code --only}
 * @param what in words, with the unit if it has one
 * @param detail the absolute numbers behind it, in words; may be empty
 */
record Figure(String row, String what, Bound bound, Spread spread, String detail) {

  boolean isMet() {
    return bound.isMet(spread.median());
  }

  @Override
  public String toString() {
    String verdict = bound.kind() == Bound.Kind.NONE ? "" : isMet() ? "met" : "MISSED";
    return "%-17s %-65s %9s  %s [%s, %s]  %s%s"
        .formatted(
            row,
            what,
            bound,
            Bound.number(spread.median()),
            Bound.number(spread.least()),
            Bound.number(spread.greatest()),
            verdict,
            detail.isEmpty() ? "" : "\n                  " + detail);
  }
}
