package dev.scorekeeper.server.transport;

import static java.util.Objects.requireNonNull;

import dev.scorekeeper.server.scoring.Problem;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads of the network: one that accepts connections, and the loops that serve them.
 *
 * <p>Owned by {@link GrpcServer}, which closes it once, after the server has ended.
 */
final class EventLoops implements CurrentLoop {

  private static final Logger logger = LoggerFactory.getLogger(EventLoops.class);

  private final EventLoopGroup boss;
  private final EventLoopGroup workers;
  private final boolean epoll;
  private final long restNanos;
  private final BooleanSupplier coresTaken;

  /** The loop of the current thread, looked for once. */
  private final FastThreadLocal<@Nullable EventExecutor> current = new FastThreadLocal<>();

  /** Its rest, made when it first turns a request away for want of room or time. */
  private final FastThreadLocal<@Nullable LoopRest> rests = new FastThreadLocal<>();

  /**
   * Starts no thread yet.
   *
   * @param threads number of loops; 0: one for each core
   * @param rest of a loop under overload; zero: none
   * @param coresTaken whether runs keep every core busy now, so that loops take time from them
   */
  EventLoops(int threads, Duration rest, BooleanSupplier coresTaken) {
    restNanos = rest.toNanos();
    this.coresTaken = coresTaken;
    epoll = Epoll.isAvailable();
    if (!epoll) {
      logger.warn(
          "Netty's native epoll transport is NOT available; using the slower NIO. On Linux, put"
              + " netty-transport-native-epoll for this platform on the class path.",
          Epoll.unavailabilityCause());
    }
    IoHandlerFactory handlers = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    int loops = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    boss = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("accept", true), handlers);
    workers =
        new MultiThreadIoEventLoopGroup(loops, new DefaultThreadFactory("loop", true), handlers);
  }

  EventLoopGroup boss() {
    return boss;
  }

  EventLoopGroup workers() {
    return workers;
  }

  /** A channel to listen on, of the kind these loops serve. */
  ServerChannel newServerChannel() {
    return epoll ? new EpollServerSocketChannel() : new NioServerSocketChannel();
  }

  /** Name of the transport in use. */
  String transportName() {
    return epoll ? "epoll" : "nio";
  }

  @Override
  public Executor get() {
    EventExecutor loop = current.get();
    if (loop == null) {
      loop = find();
      current.set(loop);
    }
    return loop;
  }

  private EventExecutor find() {
    for (EventExecutor loop : workers) {
      if (loop.inEventLoop()) {
        return requireNonNull(loop);
      }
    }
    throw new IllegalStateException("not an event loop: " + Thread.currentThread());
  }

  /** The loop rests after this round where that helps under overload. */
  @Override
  public void unanswered(Problem problem) {
    if (restNanos > 0 && problem.reason().tellsOfOverload()) {
      LoopRest rest = rests.get();
      if (rest == null) {
        rest = new LoopRest(roundEnd(get()), coresTaken, restNanos, LockSupport::parkNanos);
        rests.set(rest);
      }
      rest.afterThisRound();
    }
  }

  private static LoopRest.RoundEnd roundEnd(Executor loop) {
    // Always so with the groups that are made here.
    return loop instanceof SingleThreadEventLoop single
        ? single::executeAfterEventLoopIteration
        : loop::execute;
  }

  /** Ends the threads; waits a moment for them. */
  void close() {
    Future<?> bossEnd = boss.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    Future<?> workersEnd = workers.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    try {
      bossEnd.get(2, TimeUnit.SECONDS);
      workersEnd.get(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException | TimeoutException e) {
      logger.warn("The network threads did not end in time", e);
    }
  }
}
