package dev.scorekeeper.cli.tune;

import org.jspecify.annotations.Nullable;

/**
 * A change that was tried.
 *
 * @param comparison absent when no server ran with it
 * @param refusal why none did, else empty
 * @param adopted whether the proposal has it
 */
public record Trial(
    Setting change, @Nullable Comparison comparison, String refusal, boolean adopted) {}
