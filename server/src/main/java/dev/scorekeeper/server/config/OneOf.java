package dev.scorekeeper.server.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a settings record of which exactly one key is given; all its components are {@link
 * java.util.Optional}. What is given replaces the whole record instead of being laid over it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface OneOf {}
