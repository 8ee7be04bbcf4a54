package dev.scorekeeper.server.transport.nativeapi;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** A message about to be sent, its size known before it is written. */
interface OutgoingMessage {

  /** Bytes that {@link #writeTo} writes. */
  int size();

  /** Writes it; may be called more than once. */
  void writeTo(CodedOutputStream output) throws IOException;

  /** A generated message. */
  static OutgoingMessage of(MessageLite message) {
    return new OutgoingMessage() {
      @Override
      public int size() {
        return message.getSerializedSize();
      }

      @Override
      public void writeTo(CodedOutputStream output) throws IOException {
        message.writeTo(output);
      }
    };
  }

  /** A message with memory of its own: stays valid when what this one was made of is gone. */
  static OutgoingMessage copyOf(OutgoingMessage message) {
    byte[] bytes = toBytes(message);
    return new OutgoingMessage() {
      @Override
      public int size() {
        return bytes.length;
      }

      @Override
      public void writeTo(CodedOutputStream output) throws IOException {
        output.writeRawBytes(bytes);
      }
    };
  }

  /** The bytes of a message. */
  static byte[] toBytes(OutgoingMessage message) {
    byte[] bytes = new byte[message.size()];
    CodedOutputStream output = CodedOutputStream.newInstance(bytes);
    try {
      message.writeTo(output);
    } catch (IOException e) {
      throw new UncheckedIOException("an array cannot fail", e);
    }
    output.checkNoSpaceLeft();
    return bytes;
  }

  /** Writes the bytes of a message in pieces. */
  static void drain(OutgoingMessage message, OutputStream target) throws IOException {
    CodedOutputStream output =
        CodedOutputStream.newInstance(target, Math.min(message.size(), 32 * 1024));
    message.writeTo(output);
    output.flush();
  }
}
