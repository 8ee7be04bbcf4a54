package dev.scorekeeper.server.observability;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HttpEndpointTest {

  private static final HttpConfig ANY_PORT = new HttpConfig(true, "127.0.0.1", 0);

  private final HttpClient client = HttpClient.newHttpClient();
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final AtomicReference<Readiness> readiness =
      new AtomicReference<>(Readiness.waitingFor("models to load"));
  private HttpEndpoint endpoint;

  @BeforeEach
  void start() throws IOException {
    Counter.builder().name("scorekeeper_things").help("Things.").register(registry).inc(3);
    endpoint = HttpEndpoint.start(ANY_PORT, registry, readiness::get);
  }

  @AfterEach
  void stop() {
    endpoint.close();
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void metrics_noAcceptHeader_prometheusText() throws Exception {
    HttpResponse<String> response = get("/metrics");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/plain");
    assertThat(response.body()).contains("# HELP scorekeeper_things_total Things.");
    assertThat(response.body()).contains("scorekeeper_things_total 3.0");
  }

  @Test
  void metrics_openMetricsAccepted_openMetricsText() throws Exception {
    HttpResponse<String> response =
        get("/metrics", "Accept", "application/openmetrics-text; version=1.0.0");
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/openmetrics-text");
    assertThat(response.body()).endsWith("# EOF\n");
  }

  @Test
  void metrics_gzipAccepted_zipped() throws Exception {
    HttpResponse<String> response = get("/metrics", "Accept-Encoding", "gzip");
    assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
  }

  @Test
  void healthz_always_ok() throws Exception {
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void readyz_somethingMissing_unavailableAndSaysWhat() throws Exception {
    readiness.set(new Readiness(List.of("digits is loading", "warm-up")));
    HttpResponse<String> response = get("/readyz");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).isEqualTo("not ready: digits is loading; warm-up\n");
  }

  @Test
  void readyz_nothingMissing_ok() throws Exception {
    readiness.set(Readiness.READY);
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
  }

  @Test
  void otherPath_notFound() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(404);
    assertThat(get("/metrics/more").statusCode()).isEqualTo(404);
  }

  @Test
  void otherMethod_notAllowed() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + "/metrics"))
            .DELETE()
            .build();
    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
  }

  @Test
  void start_portTaken_saysSo() {
    HttpConfig taken = new HttpConfig(true, "127.0.0.1", endpoint.port());
    IOException e =
        assertThrows(IOException.class, () -> HttpEndpoint.start(taken, registry, readiness::get));
    assertThat(e).hasMessageThat().contains("HTTP port " + endpoint.port());
  }
}
