package dev.scorekeeper.cli.load;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;

/** Sends each request as a call of its own. Replies come on gRPC's network threads. */
final class UnarySender implements Sender {
  private static final byte[] NOTHING = {};

  private final Channels channels;
  private final MethodDescriptor<RawMessage.Requests.Parts, Integer> method;
  private final long deadlineNanos;

  /**
   * @param channels owned from now on
   * @param method any unary method; only its name is used
   */
  UnarySender(Channels channels, MethodDescriptor<?, ?> method, long deadlineNanos) {
    this.channels = channels;
    this.method = method.toBuilder(new RawMessage.Requests(), new RawMessage.Sizes()).build();
    this.deadlineNanos = deadlineNanos;
  }

  @Override
  public void send(int lane, byte[] request, Reply reply) {
    ClientCall<RawMessage.Requests.Parts, Integer> call =
        channels.of(lane).newCall(method, CallOptions.DEFAULT);
    call.start(new Listener(reply), Channels.headers(deadlineNanos));
    // Two, so that a second answer, which must not come, would be noticed.
    call.request(2);
    call.sendMessage(new RawMessage.Requests.Parts(NOTHING, request));
    call.halfClose();
  }

  @Override
  public void close() {
    channels.close();
  }

  private static final class Listener extends ClientCall.Listener<Integer> {
    private final Reply reply;

    Listener(Reply reply) {
      this.reply = reply;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      reply.onEnd(status.getCode());
    }
  }
}
