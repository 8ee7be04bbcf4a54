package dev.scorekeeper.cli.evaluate;

import dev.scorekeeper.cli.remote.RemoteEvaluations;
import dev.scorekeeper.v1.EvaluationSummary;
import dev.scorekeeper.v1.ListEvaluationsRequest;
import dev.scorekeeper.v1.ListEvaluationsResponse;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** Goes through all records that fit, page by page as they are needed. For one thread. */
public final class EvaluationPages implements Iterator<EvaluationSummary> {
  private final RemoteEvaluations server;
  private ListEvaluationsRequest next;
  private Iterator<EvaluationSummary> page = Collections.emptyIterator();
  private boolean more = true;

  public EvaluationPages(RemoteEvaluations server, ListEvaluationsRequest filter) {
    this.server = server;
    this.next = filter;
  }

  @Override
  public boolean hasNext() {
    while (!page.hasNext() && more) {
      ListEvaluationsResponse answer = server.listEvaluations(next);
      page = answer.getEvaluationsList().iterator();
      more = !answer.getNextPageToken().isEmpty();
      next = next.toBuilder().setPageToken(answer.getNextPageToken()).build();
    }
    return page.hasNext();
  }

  @Override
  public EvaluationSummary next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return page.next();
  }
}
