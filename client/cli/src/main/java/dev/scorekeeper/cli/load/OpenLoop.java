package dev.scorekeeper.cli.load;

import io.grpc.Status;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends each request at its intended time, whatever has become of those before it.
 *
 * <p>One thread sends, answers come on others. Where the sender is late it sends all that is due at
 * once; what that adds to a latency is part of it.
 */
final class OpenLoop {
  /**
   * Requests under way at most. One that would be the next is not sent and ends as CANCELLED:
   * memory has an end, and a server this far behind has failed anyway.
   */
  static final int MOST_UNDER_WAY = 100_000;

  private final Sender sender;
  private final List<byte[]> requests;
  private final Pacing pacing;
  private final Recording recording;
  private final AtomicInteger active = new AtomicInteger();

  OpenLoop(Sender sender, List<byte[]> requests, Pacing pacing, Recording recording) {
    this.sender = sender;
    this.requests = requests;
    this.pacing = pacing;
    this.recording = recording;
  }

  /** Sends until the arrivals reach the end. */
  void run(Arrivals arrivals, long until) throws InterruptedException {
    int turn = 0;
    long intended = arrivals.next();
    while (intended - until < 0) {
      pacing.waitUntil(intended);
      send(turn, intended);
      turn = (turn + 1) & Integer.MAX_VALUE;
      intended = arrivals.next();
    }
  }

  private void send(int turn, long intended) {
    recording.offered(intended);
    Shot shot = new Shot(intended, pacing.now());
    if (active.incrementAndGet() > MOST_UNDER_WAY) {
      shot.onEnd(Status.Code.CANCELLED);
    } else {
      sender.send(turn, requests.get(turn % requests.size()), shot);
    }
  }

  /** Requests that have not ended. */
  int active() {
    return active.get();
  }

  private final class Shot implements Reply {
    private final long intended;
    private final long sent;

    Shot(long intended, long sent) {
      this.intended = intended;
      this.sent = sent;
    }

    @Override
    public void onEnd(Status.Code code) {
      recording.ended(intended, sent, pacing.now(), code);
      active.decrementAndGet();
    }
  }
}
