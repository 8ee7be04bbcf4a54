package dev.scorekeeper.server.lifecycle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The folder where one server keeps what outlives it. Held through a lock on the file {@code lock}
 * in it, which names the holder's process; the system frees the lock when the process ends, however
 * it ends.
 */
public final class StateFolder implements AutoCloseable {

  private final Path path;
  private final FileChannel channel;

  private StateFolder(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Takes the folder, making it when it is not there.
   *
   * @throws IOException with a sentence for a person when another server holds it or it cannot be
   *     written
   */
  public static StateFolder open(Path path) throws IOException {
    FileChannel channel = openLockFile(path);
    try {
      if (tryLock(channel) == null) {
        throw new IOException(
            "the state folder " + path + " is in use by another server" + holder(channel));
      }
      writeHolder(channel);
      return new StateFolder(path, channel);
    } catch (IOException problem) {
      channel.close();
      throw problem;
    }
  }

  private static FileChannel openLockFile(Path path) throws IOException {
    try {
      Files.createDirectories(path);
      return FileChannel.open(
          path.resolve("lock"),
          StandardOpenOption.CREATE,
          StandardOpenOption.READ,
          StandardOpenOption.WRITE);
    } catch (IOException problem) {
      throw new IOException("the state folder " + path + " cannot be written: " + problem, problem);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(64);
    channel.read(text, 0);
    String pid = StandardCharsets.US_ASCII.decode(text.flip()).toString().strip();
    return pid.isEmpty() ? "" : " (process " + pid + ")";
  }

  private static void writeHolder(FileChannel channel) throws IOException {
    String pid = ProcessHandle.current().pid() + "\n";
    channel.truncate(0);
    channel.write(StandardCharsets.US_ASCII.encode(pid), 0);
  }

  public Path path() {
    return path;
  }

  /** Gives the folder free. The lock file stays, so that nobody locks a file that is gone. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
