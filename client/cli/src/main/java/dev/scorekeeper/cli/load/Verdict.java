package dev.scorekeeper.cli.load;

/**
 * A judgement with its reason.
 *
 * @param good true when there is nothing to object to
 * @param text the finding with the numbers that it rests on
 */
public record Verdict(boolean good, String text) {}
