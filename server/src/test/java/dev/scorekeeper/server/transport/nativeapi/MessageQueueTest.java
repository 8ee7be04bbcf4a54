package dev.scorekeeper.server.transport.nativeapi;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a stream's messages get from the event loop to the thread that works on them. */
@Timeout(60)
final class MessageQueueTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final AtomicInteger requested = new AtomicInteger();
  private final ExecutorService worker = Executors.newSingleThreadExecutor();

  @AfterEach
  void stopWorker() throws InterruptedException {
    worker.shutdownNow();
    assertThat(worker.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  private MessageQueue queue(long maxBytes) {
    return new MessageQueue(maxBytes, PATIENCE, requested::addAndGet, Runnable::run);
  }

  private static ByteBuffer message(int length) {
    return ByteBuffer.allocate(length);
  }

  /** A take that found nothing. */
  private Future<ByteBuffer> waitingTake(MessageQueue queue) throws Exception {
    LinkedBlockingQueue<Thread> taker = new LinkedBlockingQueue<>();
    Future<ByteBuffer> taken =
        worker.submit(
            () -> {
              taker.add(Thread.currentThread());
              return queue.take();
            });
    Thread thread = taker.take();
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    return taken;
  }

  @Test
  void take_messagesCame_givesThemInOrderAndThenTheEnd() throws Exception {
    MessageQueue queue = queue(1_000);
    ByteBuffer first = message(1);
    ByteBuffer second = message(2);
    queue.start();
    queue.put(first);
    queue.put(second);
    queue.end();

    assertThat(queue.take()).isSameInstanceAs(first);
    assertThat(queue.take()).isSameInstanceAs(second);
    assertThat(queue.take()).isNull();
    assertThat(queue.take()).isNull();
  }

  @Test
  void put_queueIsFull_asksForMoreOnlyOnceThereIsRoom() throws Exception {
    MessageQueue queue = queue(100);
    queue.start();
    assertThat(requested.get()).isEqualTo(2);

    queue.put(message(60));
    assertThat(requested.get()).isEqualTo(3);
    queue.put(message(60));
    queue.put(message(60));
    assertThat(requested.get()).isEqualTo(3);

    ByteBuffer unused = queue.take();
    assertThat(requested.get()).isEqualTo(3);
    unused = queue.take();
    assertThat(requested.get()).isEqualTo(5);
  }

  /** The taking thread may be of a priority that an event loop must not wait for. */
  @Test
  void take_roomForMore_isAskedForByTheMessenger() throws Exception {
    List<Runnable> messages = new ArrayList<>();
    MessageQueue queue = new MessageQueue(100, PATIENCE, requested::addAndGet, messages::add);
    queue.start();
    queue.put(message(100));
    assertThat(requested.get()).isEqualTo(2);

    ByteBuffer unused = queue.take();
    assertThat(requested.get()).isEqualTo(2);

    messages.forEach(Runnable::run);
    assertThat(requested.get()).isEqualTo(3);
  }

  @Test
  void take_beforeAMessageCame_waitsForIt() throws Exception {
    MessageQueue queue = queue(1_000);
    Future<ByteBuffer> taken = waitingTake(queue);
    ByteBuffer message = message(1);

    queue.put(message);

    assertThat(taken.get()).isSameInstanceAs(message);
  }

  @Test
  void end_whileTakeWaits_isTaken() throws Exception {
    MessageQueue queue = queue(1_000);
    Future<ByteBuffer> taken = waitingTake(queue);

    queue.end();

    assertThat(taken.get()).isNull();
  }

  @Test
  void fail_messagesCame_firstProblemComesInTheirPlace() {
    MessageQueue queue = queue(1_000);
    queue.put(message(1));
    Problem first = Problem.of(Reason.CANCELLED, "The caller went away.");

    queue.fail(first);
    queue.fail(Problem.of(Reason.EVALUATION_STALLED, "later"));
    queue.put(message(1));

    ProblemException e = assertThrows(ProblemException.class, queue::take);
    assertThat(e.problem()).isSameInstanceAs(first);
  }

  @Test
  void fail_whileTakeWaits_isThrown() throws Exception {
    MessageQueue queue = queue(1_000);
    Future<ByteBuffer> taken = waitingTake(queue);

    queue.fail(Problem.of(Reason.CANCELLED, "The caller went away."));

    Throwable thrown = assertThrows(Exception.class, taken::get).getCause();
    assertThat(thrown).isInstanceOf(ProblemException.class);
  }

  @Test
  void take_nothingComes_isStalled() {
    MessageQueue queue =
        new MessageQueue(1_000, Duration.ofMillis(20), requested::addAndGet, Runnable::run);

    ProblemException e = assertThrows(ProblemException.class, queue::take);

    assertThat(e.problem().reason()).isEqualTo(Reason.EVALUATION_STALLED);
  }

  @Test
  void take_interrupted_ends() throws Exception {
    Future<ByteBuffer> taken = waitingTake(queue(1_000));

    List<Runnable> unused = worker.shutdownNow();

    Throwable thrown = assertThrows(Exception.class, taken::get).getCause();
    assertThat(thrown).isInstanceOf(InterruptedException.class);
  }

  /** As many as are asked for are put, by another thread, and none is lost or comes twice. */
  @Test
  void put_besideTake_allArriveInOrder() throws Exception {
    int count = 200_000;
    Semaphore wanted = new Semaphore(0);
    MessageQueue queue = new MessageQueue(64, PATIENCE, wanted::release, Runnable::run);
    Future<List<Integer>> taken =
        worker.submit(
            () -> {
              List<Integer> numbers = new ArrayList<>();
              for (ByteBuffer next = queue.take(); next != null; next = queue.take()) {
                numbers.add(next.getInt(0));
              }
              return numbers;
            });
    queue.start();
    for (int i = 0; i < count; i++) {
      assertThat(wanted.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
      queue.put(message(4).putInt(0, i));
    }
    queue.end();

    List<Integer> numbers = taken.get();
    assertThat(numbers).hasSize(count);
    for (int i = 0; i < count; i++) {
      assertThat(numbers.get(i)).isEqualTo(i);
    }
  }
}
