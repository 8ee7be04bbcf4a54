/**
 * The load generator: sends requests as a crowd of independent callers would, and says honestly
 * what it saw.
 *
 * <p>{@link dev.scorekeeper.cli.load.LoadEngine} is the place to start. Around it, each testable
 * alone: what to send ({@link dev.scorekeeper.cli.load.LoadPlan}, {@link
 * dev.scorekeeper.cli.load.Arrivals}), what was seen ({@link dev.scorekeeper.cli.load.Recording},
 * {@link dev.scorekeeper.cli.load.LoadResult}), what it is worth ({@link
 * dev.scorekeeper.cli.load.Verdicts}), and how to go on ({@link
 * dev.scorekeeper.cli.load.MaxSearch}). How bytes reach a server is behind {@link
 * dev.scorekeeper.cli.load.Sender}.
 *
 * <p>Words: a request is <i>intended</i> for a time, <i>sent</i> when the generator gets to it, and
 * <i>completed</i> by an answer or an error. Its latency counts from the intended time, so that a
 * server that stalls is not spared the requests that it kept from being sent; its service time
 * counts from sending. All times are in nanoseconds of one clock.
 */
@NullMarked
package dev.scorekeeper.cli.load;

import org.jspecify.annotations.NullMarked;
