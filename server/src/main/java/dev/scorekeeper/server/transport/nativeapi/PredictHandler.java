package dev.scorekeeper.server.transport.nativeapi;

import static java.util.Objects.requireNonNull;

import dev.scorekeeper.server.pipeline.Caller;
import dev.scorekeeper.server.pipeline.ScoreRequest;
import dev.scorekeeper.server.pipeline.Scorer;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.Outcome;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.transport.CallTracker;
import dev.scorekeeper.server.transport.CurrentLoop;
import dev.scorekeeper.server.transport.StatusMapper;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code Predict}: one message in, one out, both on the call's event loop.
 *
 * <p>The request is handed on as soon as its message is there, not when the client has said that no
 * other follows.
 */
final class PredictHandler implements ServerCallHandler<InputStream, OutgoingMessage> {

  private final Scorer scorer;
  private final CurrentLoop currentLoop;
  private final CallTracker calls;
  private final int maxMessageBytes;

  PredictHandler(Scorer scorer, CurrentLoop currentLoop, CallTracker calls, int maxMessageBytes) {
    this.scorer = requireNonNull(scorer, "scorer is null");
    this.currentLoop = requireNonNull(currentLoop, "currentLoop is null");
    this.calls = requireNonNull(calls, "calls is null");
    this.maxMessageBytes = maxMessageBytes;
  }

  @Override
  public ServerCall.Listener<InputStream> startCall(
      ServerCall<InputStream, OutgoingMessage> call, Metadata headers) {
    calls.started();
    // The second one only to see a client that sends more than one message.
    call.request(2);
    return new PredictCall(call, currentLoop.get(), Deadlines.ofCurrentCall());
  }

  /** One call. Touched by its event loop only, {@link #isCancelled} apart. */
  private final class PredictCall extends ServerCall.Listener<InputStream> implements Caller {

    private final ServerCall<InputStream, OutgoingMessage> call;
    private final Executor loop;
    private final long deadlineNanos;
    private PredictAnswer.@Nullable AnswerForm form;
    private boolean received;
    private boolean closed;

    PredictCall(ServerCall<InputStream, OutgoingMessage> call, Executor loop, long deadlineNanos) {
      this.call = call;
      this.loop = loop;
      this.deadlineNanos = deadlineNanos;
    }

    @Override
    public void onMessage(InputStream message) {
      if (received) {
        fail(PredictRequestDecoder.malformed("Predict takes one message, got another"));
        return;
      }
      received = true;
      LoopScratch scratch = LoopScratch.current().begin();
      try {
        scratch.bytes.load(message, maxMessageBytes);
        scorer.score(read(scratch), this);
      } catch (ProblemException e) {
        fail(e.problem());
      } catch (IOException | RuntimeException | Error e) {
        fail(Failures.problem(e));
      } finally {
        scratch.end();
      }
    }

    private ScoreRequest read(LoopScratch scratch) throws ProblemException {
      RequestBytes bytes = scratch.bytes;
      if (scratch.scanner.scan(0, bytes.length())) {
        form = scratch.scanner.answerForm();
        return scratch.scanner.request();
      }
      RequestReader.ReadRequest read =
          RequestReader.read(PredictRequestDecoder.decode(bytes.view(0, bytes.length())));
      form = read.form();
      return read.request();
    }

    @Override
    public void onHalfClose() {
      if (!received) {
        fail(PredictRequestDecoder.malformed("the call carried none"));
      }
    }

    @Override
    public void onCancel() {
      closed = true;
      calls.ended();
    }

    @Override
    public void onComplete() {
      calls.ended();
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
      return call.isCancelled();
    }

    @Override
    public void ended(@Nullable ModelId model, String signature, Outcome outcome) {
      if (closed || call.isCancelled()) {
        return;
      }
      if (!(outcome instanceof Outcome.Scored scored)) {
        Problem problem = Failures.problem(outcome);
        currentLoop.unanswered(problem);
        fail(problem);
        return;
      }
      OutgoingMessage answer;
      try {
        answer =
            LoopScratch.current()
                .answers
                .answer(
                    requireNonNull(model, "model is null"),
                    signature,
                    requireNonNull(form, "form is null"),
                    scored.rows());
      } catch (ProblemException e) {
        fail(e.problem());
        return;
      } catch (RuntimeException | Error e) {
        fail(Failures.problem(e));
        return;
      }
      send(answer);
    }

    private void send(OutgoingMessage answer) {
      closed = true;
      try {
        call.sendHeaders(new Metadata());
        call.sendMessage(answer);
        call.close(Status.OK, new Metadata());
      } catch (RuntimeException | Error e) {
        // gRPC has closed the call.
        Failures.log(e);
      }
    }

    private void fail(Problem problem) {
      if (!closed) {
        closed = true;
        StatusMapper.close(call, problem);
      }
    }
  }
}
