package dev.scorekeeper.server.runtime;

/**
 * Hears how the start of the native library goes on. Called from several threads, never two at a
 * time.
 */
@FunctionalInterface
public interface StartProgress {

  /** Hears nothing. */
  StartProgress NONE = (step, done, total) -> {};

  /**
   * Tells about a step.
   *
   * @param step what is going on, for people, such as {@code unpacking TensorFlow}
   * @param doneBytes bytes done so far
   * @param totalBytes bytes in all; 0 when the step has no such measure
   */
  void onProgress(String step, long doneBytes, long totalBytes);
}
