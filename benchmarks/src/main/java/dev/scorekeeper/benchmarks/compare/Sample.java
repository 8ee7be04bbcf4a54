package dev.scorekeeper.benchmarks.compare;

/**
 * What one fork measured of one benchmark.
 *
 * @param benchmark name without its package, with the parameters behind it
 * @param time time an operation takes, in JMH's unit of it; positive
 * @param unit unit of the time, such as {@code us/op}
 * @param bytes heap that an operation allocates; 0 when it was not measured
 */
record Sample(String benchmark, double time, String unit, double bytes) {}
