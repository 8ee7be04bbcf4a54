package dev.scorekeeper.server.runtime;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;

/**
 * TensorFlow's native library: unpacked from its jar on the first start, then loaded, once a
 * process.
 */
final class NativeLibrary {

  private static final String PROPERTY_PREFIX = "org.bytedeco.javacpp.";
  private static final String CACHE_PROPERTY = PROPERTY_PREFIX + "cachedir";

  private static final Object LOCK = new Object();

  @GuardedBy("LOCK")
  private static boolean loaded;

  private NativeLibrary() {}

  /**
   * Loads the library if it is not yet loaded. Takes a second, the first time on a machine some 15.
   *
   * @param cacheDirectory where to unpack; empty for the usual place. Without effect once loaded
   * @throws RuntimeStartException when the folder cannot be written to, or the library not loaded
   */
  static void load(String cacheDirectory, StartProgress progress) throws RuntimeStartException {
    synchronized (LOCK) {
      if (loaded) {
        return;
      }
      setProperties();
      Path cache = cacheFolder(cacheDirectory);
      checkWritable(cache);
      System.setProperty(CACHE_PROPERTY, cache.toString());
      try (UnpackingWatch watch = UnpackingWatch.start(cache, progress)) {
        Loader.load(org.tensorflow.internal.c_api.global.tensorflow.class);
        watch.finish();
      } catch (LinkageError e) {
        throw new RuntimeStartException(
            "TensorFlow's native library cannot be loaded on this machine: " + e.getMessage(), e);
      }
      loaded = true;
    }
  }

  /**
   * Turns off JavaCPP's bookkeeping, which takes a global lock and reads the process' size at every
   * pointer, and its collection of pointers: here every pointer has an owner.
   */
  private static void setProperties() {
    System.setProperty(PROPERTY_PREFIX + "maxBytes", "0");
    System.setProperty(PROPERTY_PREFIX + "maxPhysicalBytes", "0");
    System.setProperty(PROPERTY_PREFIX + "noPointerGC", "true");
  }

  private static Path cacheFolder(String configured) {
    if (!configured.isEmpty()) {
      return Path.of(configured).toAbsolutePath();
    }
    String property = System.getProperty(CACHE_PROPERTY);
    return property != null
        ? Path.of(property).toAbsolutePath()
        : Path.of(System.getProperty("user.home"), ".javacpp", "cache");
  }

  /** JavaCPP itself would fall back to other folders in silence, or fail without naming any. */
  static void checkWritable(Path folder) throws RuntimeStartException {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".writable", ""));
    } catch (IOException e) {
      throw new RuntimeStartException(
          "The native libraries cannot be unpacked to "
              + folder
              + ": it cannot be written to ("
              + e.getClass().getSimpleName()
              + "). Make it writable, or set runtime.cache_directory to a folder that is.",
          e);
    }
  }
}
