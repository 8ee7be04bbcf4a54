package dev.scorekeeper.server.app;

import static com.google.common.truth.Truth.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What libraries log through the JDK arrives in the server's log. */
final class LibraryLogsTest {

  private static final String NAME = "library.under.test";

  private final Logger logger = (Logger) LoggerFactory.getLogger(NAME);
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();

  @BeforeEach
  void listen() {
    logger.setLevel(Level.TRACE);
    logger.setAdditive(false);
    logger.addAppender(events);
    events.start();
  }

  @AfterEach
  void stop() {
    logger.detachAppender(events);
  }

  private ILoggingEvent publish(
      java.util.logging.Level level, String message, Object... parameters) {
    LogRecord entry = new LogRecord(level, message);
    entry.setLoggerName(NAME);
    entry.setParameters(parameters);
    entry.setThrown(new IllegalStateException("cause"));
    LibraryLogs.handler().publish(entry);
    return events.list.get(events.list.size() - 1);
  }

  @Test
  void publish_anyRecord_keepsNameLevelTextAndCause() {
    ILoggingEvent event = publish(java.util.logging.Level.WARNING, "{0} of {1}", 1, 2);

    assertThat(event.getLoggerName()).isEqualTo(NAME);
    assertThat(event.getLevel()).isEqualTo(Level.WARN);
    assertThat(event.getFormattedMessage()).isEqualTo("1 of 2");
    assertThat(event.getThrowableProxy().getMessage()).isEqualTo("cause");
    assertThat(publish(java.util.logging.Level.SEVERE, "x").getLevel()).isEqualTo(Level.ERROR);
    assertThat(publish(java.util.logging.Level.INFO, "x").getLevel()).isEqualTo(Level.INFO);
    assertThat(publish(java.util.logging.Level.FINE, "x").getLevel()).isEqualTo(Level.DEBUG);
    assertThat(publish(java.util.logging.Level.FINEST, "x").getLevel()).isEqualTo(Level.TRACE);
  }

  @Test
  void publish_whatAClientDid_isForDebugging() {
    assertThat(publish(java.util.logging.Level.WARNING, "Stream Error").getLevel())
        .isEqualTo(Level.DEBUG);
    assertThat(publish(java.util.logging.Level.WARNING, "Exception processing message").getLevel())
        .isEqualTo(Level.DEBUG);
  }
}
