package dev.scorekeeper.server.app;

import java.lang.management.ManagementFactory;
import java.util.function.BooleanSupplier;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this JVM has methods that wait for its compiler or are being compiled, from what {@code
 * jcmd Compiler.queue} prints. Where that cannot be told, it has. Thread-safe.
 */
final class CompilerBacklog implements BooleanSupplier {

  private static final Logger logger = LoggerFactory.getLogger(CompilerBacklog.class);

  private static final String COMMANDS = "com.sun.management:type=DiagnosticCommand";

  /** Between class and method, in each line that tells of a method and in no other. */
  private static final String METHOD = "::";

  @Override
  public boolean getAsBoolean() {
    try {
      Object printed =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(new ObjectName(COMMANDS), "compilerQueue", new Object[0], new String[0]);
      return !(printed instanceof String text) || hasMethod(text);
    } catch (JMException | RuntimeException e) {
      logger.debug("This JVM does not tell what its compiler has to do", e);
      return true;
    }
  }

  static boolean hasMethod(String printed) {
    return printed.contains(METHOD);
  }
}
