package dev.scorekeeper.server.observability;

import java.util.List;

/**
 * Whether the server should be sent requests, and what it waits for when not.
 *
 * @param missing what is still missing, for people; empty when ready
 */
public record Readiness(List<String> missing) {

  /** Nothing is missing. */
  public static final Readiness READY = new Readiness(List.of());

  public Readiness {
    missing = List.copyOf(missing);
  }

  /** Not ready for this one reason. */
  public static Readiness waitingFor(String what) {
    return new Readiness(List.of(what));
  }

  public boolean isReady() {
    return missing.isEmpty();
  }
}
