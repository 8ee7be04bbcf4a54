/**
 * Gathers rows of concurrent requests into runs, runs them, hands each request its own rows, and
 * keeps failures to those who caused them.
 *
 * <p>Starting points: {@link dev.scorekeeper.server.batching.ModelBatcher} takes the requests of
 * one model version; {@code RunGroup} stands for the requests that may share a run; {@code
 * BatchRunner} takes a batch through its run. The model is known only as {@link
 * dev.scorekeeper.server.scoring.LoadedModel}.
 *
 * <p>Vocabulary: a <em>piece</em> is the part of a request that goes into one batch, mostly all of
 * it; a <em>lane</em> is where batches are run: on the event loop that brought the rows ({@code
 * LoopLane}), or on a worker ({@code WorkQueue}); a <em>turn</em> is a call that a queue asked of
 * the workers.
 *
 * <p>A batch is touched by one thread at a time. While open it belongs to its loop, or to the lock
 * of its queue; closed, to the thread that runs it; then, read only, to the loops that are told,
 * the last of which gives it back. Each hand-over is a happens-before edge: the queue's lock,
 * {@code Executor.execute}, and the counter of a delivery.
 *
 * <p>Locks, in the order in which one thread may hold them; none is held while a model runs or a
 * request is told its end, save the last:
 *
 * <table>
 *   <caption>Locks</caption>
 *   <tr><th>Lock</th><th>Guards</th></tr>
 *   <tr><td>{@code WorkQueue.lock}</td><td>the batches that wait, and their open one</td></tr>
 *   <tr><td>{@code WorkerThreads.lock}</td><td>the turns asked for</td></tr>
 *   <tr><td>{@code BlockPool}</td><td>the idle blocks of a group</td></tr>
 *   <tr><td>{@code Gate}</td><td>only the wait for the end</td></tr>
 *   <tr><td>{@code CostCurve.lock}</td><td>the running averages; only tried, never waited for while
 *       serving</td></tr>
 *   <tr><td>{@code Split}</td><td>the joined outputs of a split request</td></tr>
 * </table>
 */
@NullMarked
package dev.scorekeeper.server.batching;

import org.jspecify.annotations.NullMarked;
