package dev.scorekeeper.cli.text;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** What went wrong with a file, in a sentence that names it. */
public final class FileProblems {
  private FileProblems() {}

  /**
   * The exception that tells it.
   *
   * @param file the file that is blamed unless the failure names another
   * @param other a second file that was in use, if any
   * @param note what else to know, begun with a blank, or empty
   */
  public static CommandException explain(
      Path file, @Nullable Path other, IOException failure, String note) {
    return CommandException.failed(sentence(file, other, failure) + note, failure);
  }

  private static String sentence(Path file, @Nullable Path other, IOException failure) {
    if (failure instanceof NoSuchFileException missing) {
      return "There is no file or folder " + missing.getFile() + ".";
    }
    if (failure instanceof AccessDeniedException denied) {
      return "No permission for " + denied.getFile() + ".";
    }
    if (failure instanceof FileSystemException system) {
      return system.getFile() + ": " + withPeriod(system.getReason());
    }
    if (failure instanceof EOFException || failure instanceof ZipException) {
      return file + ": the file ends too early or is damaged (" + failure.getMessage() + ").";
    }
    String message = failure.getMessage();
    boolean disk = message != null && message.contains("No space left");
    return (disk && other != null ? other : file) + ": " + withPeriod(message);
  }

  private static String withPeriod(@Nullable String message) {
    String text = message == null ? "cannot be used" : message;
    return text.endsWith(".") ? text : text + ".";
  }
}
