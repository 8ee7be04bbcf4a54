package dev.scorekeeper.server.runtime;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/**
 * Watches the libraries grow while they are unpacked, since the unpacking itself says nothing.
 *
 * <p>Only a display: what it cannot find out, it leaves out.
 */
final class UnpackingWatch implements AutoCloseable {

  private static final long INTERVAL_MILLIS = 250;

  private static final String FOLDER =
      "org/tensorflow/internal/c_api/" + Loader.getPlatform() + "%s/";

  private static final List<String> LIBRARIES =
      List.of("libtensorflow_cc.so.2", "libtensorflow_cc.2.dylib");

  private static final List<String> EXTENSIONS = List.of("-gpu", "");

  private final StartProgress progress;
  private final CountDownLatch finished = new CountDownLatch(1);
  private final @Nullable Thread thread;

  private UnpackingWatch(StartProgress progress, @Nullable Packed packed) {
    this.progress = progress;
    this.thread = packed == null ? null : new Thread(() -> watch(packed), "unpacking-watch");
  }

  /** Starts to report, if there is something to unpack. */
  static UnpackingWatch start(Path cache, StartProgress progress) {
    Packed packed = find(cache);
    boolean unpacked = packed == null || packed.unpackedBytes() == packed.bytes();
    UnpackingWatch watch = new UnpackingWatch(progress, unpacked ? null : packed);
    if (watch.thread == null) {
      progress.onProgress("loading TensorFlow", 0, 0);
    } else {
      watch.thread.setDaemon(true);
      watch.thread.start();
    }
    return watch;
  }

  private static @Nullable Packed find(Path cache) {
    for (String extension : EXTENSIONS) {
      for (String library : LIBRARIES) {
        String name = FOLDER.formatted(extension) + library;
        URL url = UnpackingWatch.class.getClassLoader().getResource(name);
        Packed packed = url == null ? null : packed(url, cache, name);
        if (packed != null) {
          return packed;
        }
      }
    }
    return null;
  }

  private static @Nullable Packed packed(URL url, Path cache, String name) {
    try {
      if (!(url.openConnection() instanceof JarURLConnection connection)) {
        return null;
      }
      Path jar = Path.of(connection.getJarFileURL().getPath()).getFileName();
      return jar == null
          ? null
          : new Packed(cache.resolve(jar).resolve(name), connection.getJarEntry().getSize());
    } catch (IOException e) {
      return null;
    }
  }

  private void watch(Packed packed) {
    try {
      do {
        progress.onProgress("unpacking TensorFlow", packed.unpackedBytes(), packed.bytes());
      } while (!finished.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reports the end. */
  void finish() throws RuntimeStartException {
    stop();
    progress.onProgress("TensorFlow is loaded", 0, 0);
  }

  private void stop() throws RuntimeStartException {
    finished.countDown();
    try {
      if (thread != null) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RuntimeStartException("interrupted while TensorFlow was unpacked", e);
    }
  }

  @Override
  public void close() {
    finished.countDown();
  }

  /** A library in a jar, and where it goes. */
  private record Packed(Path target, long bytes) {

    long unpackedBytes() {
      try {
        return Files.exists(target) ? Files.size(target) : 0;
      } catch (IOException e) {
        return 0;
      }
    }
  }
}
