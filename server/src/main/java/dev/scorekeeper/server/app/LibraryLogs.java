package dev.scorekeeper.server.app;

import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Brings what gRPC logs, through the JDK's logging, into the server's own log.
 *
 * <p>What only says that a client went away, or sent what it should not have, comes at debug level:
 * the client is told, and a careless one could fill the log with stack traces.
 */
final class LibraryLogs extends Handler {

  /** What gRPC says, as a warning with a stack trace, when a client breaks or leaves a call. */
  private static final Set<String> CLIENTS_DOING =
      Set.of("Stream Error", "Exception processing message");

  private final SimpleFormatter formatter = new SimpleFormatter();

  private LibraryLogs() {}

  /** Replaces the JDK's own output, for the whole process. */
  static void install() {
    LogManager.getLogManager().reset();
    java.util.logging.Logger.getLogger("").addHandler(new LibraryLogs());
  }

  /** The handler alone. */
  static Handler handler() {
    return new LibraryLogs();
  }

  @Override
  public void publish(LogRecord entry) {
    Logger logger = LoggerFactory.getLogger(String.valueOf(entry.getLoggerName()));
    LoggingEventBuilder event = logger.atLevel(level(entry));
    if (entry.getThrown() != null) {
      event = event.setCause(entry.getThrown());
    }
    event.log("{}", formatter.formatMessage(entry));
  }

  private static org.slf4j.event.Level level(LogRecord entry) {
    int level = entry.getLevel().intValue();
    if (level < Level.FINE.intValue()) {
      return org.slf4j.event.Level.TRACE;
    }
    if (level < Level.INFO.intValue() || CLIENTS_DOING.contains(entry.getMessage())) {
      return org.slf4j.event.Level.DEBUG;
    }
    if (level < Level.WARNING.intValue()) {
      return org.slf4j.event.Level.INFO;
    }
    return level < Level.SEVERE.intValue()
        ? org.slf4j.event.Level.WARN
        : org.slf4j.event.Level.ERROR;
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
