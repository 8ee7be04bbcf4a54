package dev.scorekeeper.server.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one component of a settings record for the reader and for the reference page.
 *
 * <p>The YAML key is the component's name in snake case. The default is what the record's static
 * method {@code defaults()} gives.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {

  /** What it does, what happens at the limit, and what the caller sees; one or two sentences. */
  String value();

  /**
   * Least value: a number, or of durations and sizes their text, such as {@code 0s} or {@code
   * 1KiB}.
   */
  String min() default "";

  /** Greatest value, in the same form. */
  String max() default "";
}
