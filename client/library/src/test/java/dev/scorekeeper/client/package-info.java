/** Tests of the client, with hand-written servers. */
@org.jspecify.annotations.NullMarked
package dev.scorekeeper.client;
