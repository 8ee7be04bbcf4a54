package dev.scorekeeper.server.evaluation.curve;

/**
 * A sum in double with the error of its additions kept beside it. A. Neumaier,
 * Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen, 1974. For terms in a
 * fixed order.
 */
final class RunningSum {

  private double sum;
  private double error;

  void add(double x) {
    double next = sum + x;
    error += Math.abs(sum) >= Math.abs(x) ? (sum - next) + x : (x - next) + sum;
    sum = next;
  }

  double value() {
    return sum + error;
  }
}
