package dev.scorekeeper.server.transport.nativeapi;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import org.jspecify.annotations.Nullable;

/**
 * Remembers names as they come over the wire, so that a name seen before is neither decoded nor
 * allocated again. Has a fixed size: a name takes the place of another with the same hash. Confined
 * to one thread.
 */
final class NameTable {

  private static final int PLACES = 256;
  private static final int LONGEST = 128;

  private final byte[] @Nullable [] bytes = new byte[PLACES][];
  private final @Nullable String[] names = new @Nullable String[PLACES];

  /** The name in these bytes; null when they are not UTF-8. */
  @Nullable String get(RequestBytes source, int from, int length) {
    if (length == 0) {
      return "";
    }
    if (length > LONGEST) {
      return decode(source.copy(from, length));
    }
    int hash = length;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + source.at(from + i);
    }
    int place = (hash ^ hash >>> 8) & (PLACES - 1);
    byte[] known = bytes[place];
    if (known != null && known.length == length && source.matches(from, known)) {
      return names[place];
    }
    byte[] fresh = source.copy(from, length);
    String name = decode(fresh);
    if (name != null) {
      bytes[place] = fresh;
      names[place] = name;
    }
    return name;
  }

  private static @Nullable String decode(byte[] bytes) {
    ByteString view = UnsafeByteOperations.unsafeWrap(bytes);
    return view.isValidUtf8() ? view.toStringUtf8() : null;
  }
}
