package dev.scorekeeper.server.transport.nativeapi;

import com.google.protobuf.MessageLite;
import dev.scorekeeper.server.evaluating.Attempt;
import dev.scorekeeper.server.evaluating.ProgressListener;
import dev.scorekeeper.server.evaluation.engine.FigureValue;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.transport.CallTracker;
import dev.scorekeeper.server.transport.StatusMapper;
import dev.scorekeeper.v1.EvaluateRequest;
import dev.scorekeeper.v1.EvaluateResponse;
import dev.scorekeeper.v1.EvaluateShardResponse;
import dev.scorekeeper.v1.EvaluateWithProgressResponse;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationProgress;
import dev.scorekeeper.v1.EvaluationState;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation's stream. The event loop takes messages in and answers; an evaluation's thread
 * does the work in between.
 *
 * <pre>
 *   event loop:  onMessage ──→ [queue] ┐                            ┌─ messenger ─→ sendMessage, close
 *   evaluation's thread:               └─ parse ─→ job ─→ record ───┘
 * </pre>
 */
final class EvaluateCall extends ServerCall.Listener<InputStream> implements EvaluationSource {

  private final EvaluateKind kind;
  private final EvaluationDesk desk;
  private final ServerCall<InputStream, OutgoingMessage> call;
  private final Executor loop;
  private final CallTracker calls;
  private final int maxMessageBytes;
  private final MessageQueue queue;
  private final SpareArrays spares;
  private final Attempt attempt;

  /** What to tell when the caller goes away; null before there is work, and after it. */
  private volatile @Nullable Runnable canceller;

  private volatile boolean cancelled;

  /** What the rows of the last message lie in. Touched by the evaluation's thread alone. */
  private byte @Nullable [] rows;

  /** Touched by the loop alone. */
  private boolean headersSent;

  /** Touched by the loop alone. */
  private boolean closed;

  EvaluateCall(
      EvaluateKind kind,
      EvaluationDesk desk,
      ServerCall<InputStream, OutgoingMessage> call,
      Executor loop,
      CallTracker calls,
      int maxMessageBytes) {
    this.kind = kind;
    this.desk = desk;
    this.call = call;
    this.loop = loop;
    this.calls = calls;
    this.maxMessageBytes = maxMessageBytes;
    this.attempt = desk.begin();
    long maxQueuedBytes = desk.config().maxQueuedBytes().bytes();
    this.queue =
        new MessageQueue(
            maxQueuedBytes, desk.config().idleTimeout(), call::request, desk.messenger());
    this.spares = new SpareArrays(maxQueuedBytes);
  }

  void start() {
    calls.started();
    Problem refused = desk.start(this::work);
    if (refused != null) {
      closed = true;
      attempt.failed(refused.reason());
      queue.fail(refused);
      StatusMapper.close(call, refused);
      return;
    }
    queue.start();
  }

  private void work() {
    MessageLite result;
    try {
      result = evaluate();
    } catch (ProblemException e) {
      end(e.problem());
      return;
    } catch (InterruptedException e) {
      end(Problem.of(Reason.SERVER_STOPPING, "The server is stopping; nothing was recorded."));
      return;
    } catch (RuntimeException | Error e) {
      end(Failures.problem(e));
      return;
    }
    answer(result);
  }

  /** The answer. */
  private MessageLite evaluate() throws ProblemException, InterruptedException {
    switch (kind) {
      case PLAIN -> {
        Evaluation record = desk.evaluate(this, ProgressListener.NONE);
        attempt.completed(record.getDataset().getRowCount());
        return EvaluateResponse.newBuilder().setEvaluation(record).build();
      }
      case PROGRESS -> {
        Evaluation record = desk.evaluate(this, new News());
        attempt.completed(record.getDataset().getRowCount());
        return EvaluateWithProgressResponse.newBuilder().setEvaluation(record).build();
      }
      case SHARD -> {
        EvaluationState state = desk.evaluatePart(this);
        attempt.completed(state.getRowCount());
        return EvaluateShardResponse.newBuilder().setState(state).build();
      }
    }
    throw new IllegalStateException("unknown method");
  }

  private void end(Problem problem) {
    attempt.failed(problem.reason());
    fail(problem);
  }

  @Override
  @SuppressWarnings("ByteBufferBackingArray") // it wraps an array from its beginning
  public @Nullable EvaluateRequest next() throws ProblemException, InterruptedException {
    byte[] read = rows;
    if (read != null) {
      rows = null;
      spares.give(read);
    }
    ByteBuffer received = queue.take();
    if (received == null) {
      return null;
    }
    EvaluateRequest message = kind.parse(received);
    if (message.hasRows()) {
      rows = received.array();
    }
    return message;
  }

  @Override
  public void onCancel(Runnable action) {
    canceller = action;
    if (cancelled) {
      action.run();
    }
  }

  @Override
  public void onMessage(InputStream message) {
    if (closed) {
      return;
    }
    try {
      queue.put(RequestBytes.whole(message, maxMessageBytes, spares::take));
    } catch (ProblemException e) {
      stop(e.problem());
    } catch (IOException | RuntimeException | Error e) {
      stop(Failures.problem(e));
    }
  }

  /** Ends the work with this problem, which the work then answers with. */
  private void stop(Problem problem) {
    queue.fail(problem);
    Runnable action = canceller;
    if (action != null) {
      action.run();
    }
    fail(problem);
  }

  @Override
  public void onHalfClose() {
    queue.end();
  }

  @Override
  public void onCancel() {
    closed = true;
    cancelled = true;
    queue.fail(Problem.of(Reason.CANCELLED, "The caller went away."));
    Runnable action = canceller;
    if (action != null) {
      action.run();
    }
    calls.ended();
  }

  @Override
  public void onComplete() {
    calls.ended();
  }

  private void answer(MessageLite message) {
    onLoop(
        () -> {
          closed = true;
          send(message);
          call.close(Status.OK, new Metadata());
        });
  }

  private void fail(Problem problem) {
    queue.fail(problem);
    onLoop(
        () -> {
          closed = true;
          StatusMapper.close(call, problem);
        });
  }

  /** Does something with the call, unless it has ended. */
  private void onLoop(Runnable action) {
    Runnable guarded =
        () -> {
          if (closed || call.isCancelled()) {
            return;
          }
          try {
            action.run();
          } catch (RuntimeException | Error e) {
            // gRPC has closed the call.
            Failures.log(e);
            closed = true;
          }
        };
    unlessStopped(() -> desk.messenger().execute(() -> unlessStopped(() -> loop.execute(guarded))));
  }

  private void unlessStopped(Runnable handOn) {
    try {
      handOn.run();
    } catch (RejectedExecutionException e) {
      // The server has stopped, and its connections are gone.
      cancelled = true;
    }
  }

  private void send(MessageLite message) {
    if (!headersSent) {
      headersSent = true;
      call.sendHeaders(new Metadata());
    }
    call.sendMessage(OutgoingMessage.of(message));
  }

  /** Sends news while the client takes them. */
  private final class News implements ProgressListener {

    @Override
    public boolean isWanted() {
      return !cancelled;
    }

    @Override
    public void progress(long rows, List<FigureValue> values) {
      EvaluationProgress progress =
          EvaluationProgress.newBuilder()
              .setRowCount(rows)
              .addAllValues(FigureMessages.values(values))
              .build();
      onLoop(
          () -> {
            // Asked here, since the answer takes a lock that the loop takes as well.
            if (call.isReady()) {
              send(EvaluateWithProgressResponse.newBuilder().setProgress(progress).build());
            }
          });
    }
  }
}
