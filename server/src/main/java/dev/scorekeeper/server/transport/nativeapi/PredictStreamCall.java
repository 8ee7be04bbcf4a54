package dev.scorekeeper.server.transport.nativeapi;

import static java.util.Objects.requireNonNull;

import dev.scorekeeper.server.pipeline.Caller;
import dev.scorekeeper.server.pipeline.ScoreRequest;
import dev.scorekeeper.server.pipeline.Scorer;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.Outcome;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.transport.CallTracker;
import dev.scorekeeper.server.transport.CurrentLoop;
import dev.scorekeeper.server.transport.StatusMapper;
import dev.scorekeeper.v1.PredictStreamResponse;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One stream of requests. Touched by its event loop only, except {@link #drain} and {@link
 * Caller#isCancelled} of its requests.
 *
 * <pre>
 *                 taken: being scored, or answer waiting      at most {@code window}
 *   message ──→ ┌──────────────────────────────────────┐
 *               │ scorer ──→ answer ──→ [queue] ──→ sent │ ──→ one more message is asked for
 *               └──────────────────────────────────────┘
 * </pre>
 *
 * <p>Answers go out at once while the client takes them; otherwise they wait, copied, in the queue.
 * So a client that reads slowly costs at most a window of answers, and is not read from meanwhile.
 * The window opens slowly, by one with each answer that the client was ready for: one that sends
 * and never reads costs few answers, however large.
 */
final class PredictStreamCall extends ServerCall.Listener<InputStream>
    implements CallTracker.Drainable {

  private static final int FIRST_WINDOW = 16;

  private final Scorer scorer;
  private final ServerCall<InputStream, OutgoingMessage> call;
  private final CurrentLoop currentLoop;
  private final Executor loop;
  private final long deadlineNanos;
  private final CallTracker calls;
  private final int window;
  private final int maxMessageBytes;
  private final Queue<OutgoingMessage> queue = new ArrayDeque<>();

  /** Requests taken whose answers were not sent, those in the queue included. */
  private int taken;

  /** Requests that may be taken at a time now, {@code <= window}. */
  private int open;

  private boolean halfClosed;
  private boolean draining;

  /** Written by the loop; read by others to see that nobody waits for an answer any more. */
  private volatile boolean closed;

  PredictStreamCall(
      Scorer scorer,
      ServerCall<InputStream, OutgoingMessage> call,
      CurrentLoop currentLoop,
      long deadlineNanos,
      CallTracker calls,
      int window,
      int maxMessageBytes) {
    this.scorer = scorer;
    this.call = call;
    this.currentLoop = currentLoop;
    this.loop = currentLoop.get();
    this.deadlineNanos = deadlineNanos;
    this.calls = calls;
    this.window = window;
    this.maxMessageBytes = maxMessageBytes;
    this.open = Math.min(window, FIRST_WINDOW);
  }

  void start() {
    calls.started();
    calls.add(this);
    call.sendHeaders(new Metadata());
    call.request(open);
  }

  @Override
  public void onMessage(InputStream message) {
    if (closed) {
      return;
    }
    LoopScratch scratch = LoopScratch.current().begin();
    try {
      scratch.bytes.load(message, maxMessageBytes);
      if (scratch.envelopes.scan()) {
        taken++;
        score(scratch);
      } else {
        PredictRequestDecoder.Envelope envelope =
            PredictRequestDecoder.decodeEnvelope(scratch.bytes.view(0, scratch.bytes.length()));
        taken++;
        score(envelope);
      }
    } catch (ProblemException e) {
      close(e.problem());
    } catch (IOException | RuntimeException | Error e) {
      close(Failures.problem(e));
    } finally {
      scratch.end();
    }
  }

  private void score(LoopScratch scratch) {
    long id = scratch.envelopes.messageId();
    int start = scratch.envelopes.requestStart();
    int end = scratch.envelopes.requestEnd();
    if (!scratch.scanner.scan(start, end)) {
      score(new PredictRequestDecoder.Envelope(id, scratch.bytes.view(start, end - start)));
      return;
    }
    try {
      ScoreRequest request = scratch.scanner.request();
      scorer.score(request, new Answering(id, scratch.scanner.answerForm()));
    } catch (RuntimeException | Error e) {
      answer(error(id, Failures.problem(e)));
    }
  }

  private void score(PredictRequestDecoder.Envelope envelope) {
    try {
      if (envelope.request() == null) {
        throw new ProblemException(
            Problem.ofField(
                Reason.REQUEST_MALFORMED, "request", "The message carries no request."));
      }
      RequestReader.ReadRequest read =
          RequestReader.read(PredictRequestDecoder.decode(envelope.request()));
      scorer.score(read.request(), new Answering(envelope.id(), read.form()));
    } catch (ProblemException e) {
      answer(error(envelope.id(), e.problem()));
    } catch (RuntimeException | Error e) {
      answer(error(envelope.id(), Failures.problem(e)));
    }
  }

  private static OutgoingMessage error(long id, Problem problem) {
    return OutgoingMessage.of(
        PredictStreamResponse.newBuilder()
            .setId(id)
            .setError(StatusMapper.rpcStatus(problem))
            .build());
  }

  /** Sends an answer, or keeps a copy of it until the client takes it. */
  private void answer(OutgoingMessage message) {
    if (closed || call.isCancelled()) {
      return;
    }
    if (queue.isEmpty() && call.isReady()) {
      send(message, open < window ? 2 : 1);
      closeWhenDone();
    } else {
      queue.add(OutgoingMessage.copyOf(message));
    }
  }

  /** Sends an answer and asks for this many further requests. */
  private void send(OutgoingMessage message, int further) {
    call.sendMessage(message);
    taken--;
    if (!halfClosed && !draining) {
      open += further - 1;
      call.request(further);
    }
  }

  @Override
  public void onReady() {
    while (!closed && call.isReady()) {
      OutgoingMessage message = queue.poll();
      if (message == null) {
        break;
      }
      send(message, 1);
    }
    closeWhenDone();
  }

  @Override
  public void onHalfClose() {
    halfClosed = true;
    closeWhenDone();
  }

  private void closeWhenDone() {
    if (closed || taken > 0 || call.isCancelled()) {
      return;
    }
    if (halfClosed) {
      closed = true;
      call.close(Status.OK, new Metadata());
    } else if (draining) {
      close(
          Problem.of(
              Reason.SERVER_STOPPING,
              "The server is stopping; what it had taken of this stream is answered."));
    }
  }

  private void close(Problem problem) {
    if (!closed) {
      closed = true;
      queue.clear();
      StatusMapper.close(call, problem);
    }
  }

  @Override
  public void drain() {
    loop.execute(
        () -> {
          draining = true;
          closeWhenDone();
        });
  }

  @Override
  public void onCancel() {
    closed = true;
    queue.clear();
    finish();
  }

  @Override
  public void onComplete() {
    finish();
  }

  private void finish() {
    calls.remove(this);
    calls.ended();
  }

  /** Who sent one request of the stream. */
  private final class Answering implements Caller {

    private final long id;
    private final PredictAnswer.AnswerForm form;

    Answering(long id, PredictAnswer.AnswerForm form) {
      this.id = id;
      this.form = form;
    }

    @Override
    public Executor executor() {
      return loop;
    }

    @Override
    public long deadlineNanos() {
      return deadlineNanos;
    }

    @Override
    public boolean isCancelled() {
      return closed || call.isCancelled();
    }

    @Override
    public void ended(@Nullable ModelId model, String signature, Outcome outcome) {
      if (isCancelled()) {
        return;
      }
      try {
        answer(message(model, signature, outcome));
      } catch (RuntimeException | Error e) {
        // gRPC has closed the call.
        Failures.log(e);
        closed = true;
      }
    }

    private OutgoingMessage message(@Nullable ModelId model, String signature, Outcome outcome) {
      try {
        if (outcome instanceof Outcome.Scored scored) {
          return LoopScratch.current()
              .answers
              .answer(id, requireNonNull(model, "model is null"), signature, form, scored.rows());
        }
        Problem problem = Failures.problem(outcome);
        currentLoop.unanswered(problem);
        return error(id, problem);
      } catch (ProblemException e) {
        return error(id, e.problem());
      } catch (RuntimeException | Error e) {
        return error(id, Failures.problem(e));
      }
    }
  }
}
