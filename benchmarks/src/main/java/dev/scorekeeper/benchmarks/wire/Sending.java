package dev.scorekeeper.benchmarks.wire;

/** A message on its way into the DATA frames of a stream. */
final class Sending {

  final OpenStream stream;
  final byte[] message;
  final boolean last;
  int at;

  /**
   * @param last true when the stream's sending end closes behind it
   */
  Sending(OpenStream stream, byte[] message, boolean last) {
    this.stream = stream;
    this.message = message;
    this.last = last;
  }

  int left() {
    return message.length - at;
  }
}
