package dev.scorekeeper.server.lifecycle;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A servable that can be leased, and its count of leases. Thread-safe.
 *
 * <p>Owns the servable until {@link #drain}; then, as soon as the last lease is back, hands it over
 * to {@code whenIdle}, once, on the thread that gave back the last lease.
 */
final class ServingVersion<S extends Servable> {

  private final S servable;
  private final Consumer<ServingVersion<S>> whenIdle;
  private final LeaseCount leases = new LeaseCount();

  ServingVersion(S servable, Consumer<ServingVersion<S>> whenIdle) {
    this.servable = requireNonNull(servable, "servable is null");
    this.whenIdle = requireNonNull(whenIdle, "whenIdle is null");
  }

  S servable() {
    return servable;
  }

  int leases() {
    return leases.leases();
  }

  /** A lease, or null once draining. */
  @Nullable ModelLease<S> tryLease() {
    return leases.tryAcquire() ? new Lease<>(this) : null;
  }

  void drain() {
    if (leases.close()) {
      whenIdle.accept(this);
    }
  }

  private void release() {
    if (leases.release()) {
      whenIdle.accept(this);
    }
  }

  // Extends the flag rather than having one: one object less for each request.
  private static final class Lease<S extends Servable> extends AtomicBoolean
      implements ModelLease<S> {

    private static final long serialVersionUID = 1;

    private final transient ServingVersion<S> version;

    Lease(ServingVersion<S> version) {
      this.version = version;
    }

    @Override
    public S servable() {
      if (get()) {
        throw new IllegalStateException("the lease was given back");
      }
      return version.servable;
    }

    @Override
    public void close() {
      if (getAndSet(true)) {
        throw new IllegalStateException("the lease was given back before");
      }
      version.release();
    }
  }
}
