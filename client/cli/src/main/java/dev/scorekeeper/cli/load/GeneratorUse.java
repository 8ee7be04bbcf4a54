package dev.scorekeeper.cli.load;

/**
 * What the generator took of its machine while it measured.
 *
 * @param cpus CPUs that the process may use
 * @param used CPUs' worth of time that the process used, [0, cpus]; NaN when unknown
 * @param hottestThread share of the time that its busiest thread ran, [0, 1]; NaN when unknown
 * @param hottestThreadName that thread
 * @param machineBusy share of all CPUs of the machine that were busy, [0, 1]; NaN when unknown
 * @param sharesMachine true when the server runs on the same machine
 */
public record GeneratorUse(
    int cpus,
    double used,
    double hottestThread,
    String hottestThreadName,
    double machineBusy,
    boolean sharesMachine) {

  /** Share of its CPUs that it used, [0, 1]. */
  double share() {
    return used / cpus;
  }
}
