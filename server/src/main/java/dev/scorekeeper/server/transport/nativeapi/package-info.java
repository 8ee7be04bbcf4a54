/**
 * The protocol {@code scorekeeper.v1}: its messages to values and back.
 *
 * <p>Starting points: {@code PredictHandler} is one unary call from bytes to bytes, {@code
 * PredictStreamHandler} many requests on one stream. Both are raw call handlers: they see the
 * message's bytes, not generated stubs, and write answers straight from the model's memory.
 */
@NullMarked
package dev.scorekeeper.server.transport.nativeapi;

import org.jspecify.annotations.NullMarked;
