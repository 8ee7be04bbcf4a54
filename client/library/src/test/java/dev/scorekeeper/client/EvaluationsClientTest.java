package dev.scorekeeper.client;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.v1.CompareEvaluationsRequest;
import dev.scorekeeper.v1.CompareEvaluationsResponse;
import dev.scorekeeper.v1.DeleteEvaluationRequest;
import dev.scorekeeper.v1.DeleteEvaluationResponse;
import dev.scorekeeper.v1.EvaluationServiceGrpc;
import dev.scorekeeper.v1.EvaluationSummary;
import dev.scorekeeper.v1.GetEvaluationRequest;
import dev.scorekeeper.v1.GetEvaluationResponse;
import dev.scorekeeper.v1.ListEvaluationsRequest;
import dev.scorekeeper.v1.ListEvaluationsResponse;
import dev.scorekeeper.v1.ValueComparison;
import dev.scorekeeper.v1.VerifyEvaluationsRequest;
import dev.scorekeeper.v1.VerifyEvaluationsResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EvaluationsClientTest {

  private final Records service = new Records();
  private final InProcess servers = new InProcess();
  private final ScorekeeperClient client =
      InProcess.client(new FakeTimer(), servers.start(service)).build();

  @AfterEach
  void stop() {
    client.close();
    servers.close();
  }

  @Test
  void get_record_returnsIt() {
    assertThat(client.evaluations().get("ev-1").getId()).isEqualTo("ev-1");
    ScorekeeperException e =
        assertThrows(ScorekeeperException.class, () -> client.evaluations().get("nope"));
    assertThat(e.code()).isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void list_severalPages_goesThroughAllWithTheSameFilter() {
    List<String> ids = new ArrayList<>();
    ListEvaluationsRequest filter =
        ListEvaluationsRequest.newBuilder().setModel("digits").setPageSize(2).build();
    client.evaluations().list(filter).forEach(summary -> ids.add(summary.getId()));
    assertThat(ids).containsExactly("a", "b", "c").inOrder();
    assertThat(service.asked).hasSize(3);
    assertThat(service.asked.get(2).getModel()).isEqualTo("digits");
    assertThat(service.asked.get(2).getPageSize()).isEqualTo(2);
  }

  @Test
  void list_iteratedPartly_asksForNoMoreThanNeeded() {
    var some = client.evaluations().list(ListEvaluationsRequest.getDefaultInstance()).iterator();
    assertThat(some.next().getId()).isEqualTo("a");
    assertThat(some.next().getId()).isEqualTo("b");
    assertThat(service.asked).hasSize(1);
  }

  @Test
  void compareDeleteVerify_reachTheServer() {
    CompareEvaluationsResponse comparison = client.evaluations().compare("a", "b");
    assertThat(comparison.getValues(0).getName()).isEqualTo("a/b");
    assertThat(comparison.getWarningsList()).isEmpty();
    CompareEvaluationsResponse despite =
        client.evaluations().compare("a", "b", List.of("dataset.digest"));
    assertThat(despite.getWarnings(0).getField()).isEqualTo("dataset.digest");
    client.evaluations().delete("a");
    assertThat(service.deleted).containsExactly("a");
    assertThat(client.evaluations().verify().getRecordCount()).isEqualTo(3);
    assertThat(client.evaluations().verify("ab12").getHeadHash()).isEqualTo("after ab12");
  }

  @Test
  void canonical_record_isAskedForWithTheRecord() {
    assertThat(client.evaluations().canonical("ev-1")).isEqualTo("{\"id\":\"ev-1\"}");
    assertThrows(ScorekeeperException.class, () -> client.evaluations().canonical("nope"));
  }

  /** Three records on three pages, the second of which is empty. */
  private static final class Records extends EvaluationServiceGrpc.EvaluationServiceImplBase {
    final List<ListEvaluationsRequest> asked = new ArrayList<>();
    final List<String> deleted = new ArrayList<>();

    @Override
    public void getEvaluation(
        GetEvaluationRequest request, StreamObserver<GetEvaluationResponse> answer) {
      if (!request.getId().equals("ev-1")) {
        answer.onError(Status.NOT_FOUND.asRuntimeException());
        return;
      }
      answer.onNext(
          GetEvaluationResponse.newBuilder()
              .setEvaluation(FakeEvaluations.record(1))
              .setCanonical(request.getIncludeCanonical() ? "{\"id\":\"ev-1\"}" : "")
              .build());
      answer.onCompleted();
    }

    @Override
    public void listEvaluations(
        ListEvaluationsRequest request, StreamObserver<ListEvaluationsResponse> answer) {
      asked.add(request);
      ListEvaluationsResponse.Builder page = ListEvaluationsResponse.newBuilder();
      switch (request.getPageToken()) {
        case "" ->
            page.addEvaluations(summary("a")).addEvaluations(summary("b")).setNextPageToken("2");
        case "2" -> page.setNextPageToken("3");
        default -> page.addEvaluations(summary("c"));
      }
      answer.onNext(page.build());
      answer.onCompleted();
    }

    private static EvaluationSummary summary(String id) {
      return EvaluationSummary.newBuilder().setId(id).build();
    }

    @Override
    public void compareEvaluations(
        CompareEvaluationsRequest request, StreamObserver<CompareEvaluationsResponse> answer) {
      String name = request.getBaselineId() + "/" + request.getCandidateId();
      CompareEvaluationsResponse.Builder comparison =
          CompareEvaluationsResponse.newBuilder()
              .addValues(ValueComparison.newBuilder().setName(name));
      request
          .getDespiteList()
          .forEach(field -> comparison.addWarningsBuilder().setField(field).setOverridden(true));
      answer.onNext(comparison.build());
      answer.onCompleted();
    }

    @Override
    public void deleteEvaluation(
        DeleteEvaluationRequest request, StreamObserver<DeleteEvaluationResponse> answer) {
      deleted.add(request.getId());
      answer.onNext(DeleteEvaluationResponse.getDefaultInstance());
      answer.onCompleted();
    }

    @Override
    public void verifyEvaluations(
        VerifyEvaluationsRequest request, StreamObserver<VerifyEvaluationsResponse> answer) {
      answer.onNext(
          VerifyEvaluationsResponse.newBuilder()
              .setRecordCount(3)
              .setHeadHash("after " + request.getKnownHead())
              .build());
      answer.onCompleted();
    }
  }
}
