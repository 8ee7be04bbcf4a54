package dev.scorekeeper.cli.load;

/** Who wants to know when measuring begins and ends. Called by the thread that runs the engine. */
interface LoadWatcher {
  /** The warm-up is over; what is intended from now on counts. */
  void onBegin();

  /** The last window is over; its late answers may still come. */
  void onEnd();

  /**
   * Called now and then.
   *
   * @param share of the whole time, warm-up included, [0, 1]
   */
  void onProgress(double share);
}
