package dev.scorekeeper.cli.load;

import io.grpc.Status;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Keeps a fixed number of calls under way: each end of a call sends the next request, on the thread
 * that brought it. Safe for several threads.
 *
 * <p>The intended time of a request is the time of sending: such callers wait for each other, and a
 * server that stalls is asked less. A refused connection makes its caller pause, so that a server
 * that is down is not asked a million times a second.
 */
final class ClosedLoop implements AutoCloseable {
  private static final long PAUSE_MILLIS = 10;

  private final Sender sender;
  private final List<byte[]> requests;
  private final Pacing pacing;
  private final Recording recording;
  private final int callers;
  private final long until;
  private final AtomicLong left;
  private final AtomicInteger active = new AtomicInteger();
  private final ScheduledExecutorService pauses =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "load-pauses");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param callers calls under way at a time
   * @param budget requests to send; {@link Long#MAX_VALUE} for no end
   * @param until no request is sent from this time on
   */
  ClosedLoop(
      Sender sender,
      List<byte[]> requests,
      Pacing pacing,
      Recording recording,
      int callers,
      long budget,
      long until) {
    this.sender = sender;
    this.requests = requests;
    this.pacing = pacing;
    this.recording = recording;
    this.callers = callers;
    this.until = until;
    this.left = new AtomicLong(budget);
  }

  void start() {
    active.set(callers);
    for (int i = 0; i < callers; i++) {
      new Caller(i).run();
    }
  }

  /** Callers that still wait for an answer or have requests to send. */
  int active() {
    return active.get();
  }

  @Override
  public void close() {
    pauses.shutdownNow();
  }

  private enum State {
    SENDING,
    WAITING,
    ENDED
  }

  /** One caller. Its fields are handed from thread to thread by the state's atomic changes. */
  private final class Caller implements Reply, Runnable {
    private final int lane;
    private final AtomicReference<State> state = new AtomicReference<>(State.ENDED);
    private int next;
    private long sent;
    private boolean pause;

    Caller(int lane) {
      this.lane = lane;
      this.next = lane % requests.size();
    }

    /** Sends until an answer is not there yet: a loop, where calling back would pile up frames. */
    @Override
    public void run() {
      do {
        if (pacing.now() - until >= 0 || left.getAndDecrement() <= 0) {
          active.decrementAndGet();
          return;
        }
        byte[] request = requests.get(next);
        next = (next + callers) % requests.size();
        state.set(State.SENDING);
        sent = pacing.now();
        recording.offered(sent);
        sender.send(lane, request, this);
      } while (!state.compareAndSet(State.SENDING, State.WAITING) && !paused());
    }

    private boolean paused() {
      if (pause) {
        pause = false;
        var unused = pauses.schedule(this, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        return true;
      }
      return false;
    }

    @Override
    public void onEnd(Status.Code code) {
      recording.ended(sent, sent, pacing.now(), code);
      pause = code == Status.Code.UNAVAILABLE;
      boolean senderGoesOn = state.compareAndSet(State.SENDING, State.ENDED);
      if (!senderGoesOn && !paused()) {
        run();
      }
    }
  }
}
