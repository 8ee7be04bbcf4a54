package dev.scorekeeper.server.records;

import dev.scorekeeper.server.records.Verification.Flaw;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Holds entries without content against the deletions that the chain tells of. */
final class Deletions {

  /** Entries without content that no deletion has explained so far, in order. */
  private final Map<Key, Entry> erased = new LinkedHashMap<>();

  private long inOrder;

  private record Key(Entry.Kind kind, String id) {}

  /** Takes note of an entry without content. */
  void erased(Entry entry) {
    erased.put(new Key(entry.kind(), entry.id()), entry);
  }

  /** Takes a genuine deletion; gives what is wrong with it. */
  Optional<Flaw> deletion(Entry deletion) {
    Key key = new Key(Entry.Kind.EVALUATION, deletion.id());
    Entry entry = erased.get(key);
    if (entry != null && deletion.isDeletionOf(entry)) {
      erased.remove(key);
      inOrder++;
      return Optional.empty();
    }
    return Optional.of(
        new Flaw(
            deletion.id(),
            deletion.position(),
            "It says that a record was deleted, which is not so, or not that one."));
  }

  long inOrder() {
    return inOrder;
  }

  /** Entries that have lost their content, and no deletion says so. */
  List<Flaw> unexplained() {
    List<Flaw> flaws = new ArrayList<>();
    for (Entry entry : erased.values()) {
      flaws.add(
          new Flaw(
              entry.id(),
              entry.position(),
              "Its content is gone, and the chain tells of no deletion."));
    }
    return flaws;
  }
}
