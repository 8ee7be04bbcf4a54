package dev.scorekeeper.cli.load;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import dev.scorekeeper.v1.PredictStreamRequest;
import dev.scorekeeper.v1.PredictStreamResponse;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sends the requests over PredictStream: one stream on each connection, opened anew after it broke.
 *
 * <p>A stream has no deadline for a single request; what is never answered is found when the
 * measurement ends.
 */
final class StreamSender implements Sender {
  private static final MethodDescriptor<RawMessage.Requests.Parts, byte[]> METHOD =
      ScoringServiceGrpc.getPredictStreamMethod().toBuilder(
              new RawMessage.Requests(), new RawMessage.Answers())
          .build();

  private final Channels channels;
  private final List<Lane> lanes = new ArrayList<>();

  /**
   * @param channels owned from now on
   */
  StreamSender(Channels channels) {
    this.channels = channels;
    for (int i = 0; i < channels.count(); i++) {
      lanes.add(new Lane(i));
    }
  }

  @Override
  public void send(int lane, byte[] request, Reply reply) {
    lanes.get(lane % lanes.size()).send(request, reply);
  }

  @Override
  public void close() {
    channels.close();
  }

  /** The part of a message before the request: its id, and the request's tag and length. */
  static byte[] head(long id, int requestBytes) {
    int size =
        CodedOutputStream.computeInt64Size(PredictStreamRequest.ID_FIELD_NUMBER, id)
            + CodedOutputStream.computeTagSize(PredictStreamRequest.REQUEST_FIELD_NUMBER)
            + CodedOutputStream.computeUInt32SizeNoTag(requestBytes);
    byte[] head = new byte[size];
    CodedOutputStream out = CodedOutputStream.newInstance(head);
    try {
      out.writeInt64(PredictStreamRequest.ID_FIELD_NUMBER, id);
      // 2: length-delimited.
      out.writeTag(PredictStreamRequest.REQUEST_FIELD_NUMBER, 2);
      out.writeUInt32NoTag(requestBytes);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return head;
  }

  /** What an answer says of a request: which one, and how it ended. */
  record Answer(long id, Status.Code code) {
    static Answer read(byte[] message) {
      CodedInputStream in = CodedInputStream.newInstance(message);
      long id = 0;
      Status.Code code = Status.Code.OK;
      try {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
          switch (tag >>> 3) {
            case PredictStreamResponse.ID_FIELD_NUMBER -> id = in.readInt64();
            case PredictStreamResponse.ERROR_FIELD_NUMBER ->
                code =
                    Status.fromCodeValue(
                            com.google.rpc.Status.parseFrom(in.readByteBuffer()).getCode())
                        .getCode();
            default -> in.skipField(tag);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new Answer(id, code);
    }
  }

  /** The stream of one connection and what waits on it. */
  private final class Lane {
    private final int index;
    private final AtomicLong ids = new AtomicLong(1);

    @GuardedBy("this")
    private @Nullable Stream stream;

    Lane(int index) {
      this.index = index;
    }

    /** Sending takes turns: a call's messages come from one thread at a time. */
    void send(byte[] request, Reply reply) {
      long id = ids.getAndIncrement();
      RawMessage.Requests.Parts message =
          new RawMessage.Requests.Parts(head(id, request.length), request);
      synchronized (this) {
        Stream current = stream;
        if (current == null || current.broken) {
          current = new Stream(channels.of(index).newCall(METHOD, CallOptions.DEFAULT));
          stream = current;
          current.start();
        }
        current.waiting.put(id, reply);
        current.call.sendMessage(message);
        if (current.broken) {
          current.fail();
        }
      }
    }
  }

  /** One call. */
  private static final class Stream extends ClientCall.Listener<byte[]> {
    private final ClientCall<RawMessage.Requests.Parts, byte[]> call;
    private final Map<Long, Reply> waiting = new ConcurrentHashMap<>();
    private volatile Status.Code end = Status.Code.OK;
    private volatile boolean broken;

    Stream(ClientCall<RawMessage.Requests.Parts, byte[]> call) {
      this.call = call;
    }

    void start() {
      call.start(this, new Metadata());
      call.request(Integer.MAX_VALUE);
    }

    @Override
    public void onMessage(byte[] message) {
      Answer answer = Answer.read(message);
      Reply reply = waiting.remove(answer.id());
      if (reply != null) {
        reply.onEnd(answer.code());
      }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      // A stream that ends well while requests wait has lost them.
      end = status.isOk() ? Status.Code.UNAVAILABLE : status.getCode();
      broken = true;
      fail();
    }

    private void fail() {
      for (Long id : List.copyOf(waiting.keySet())) {
        Reply reply = waiting.remove(id);
        if (reply != null) {
          reply.onEnd(end);
        }
      }
    }
  }
}
