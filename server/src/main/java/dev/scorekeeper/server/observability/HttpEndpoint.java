package dev.scorekeeper.server.observability;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server for machines that watch: {@code /metrics}, {@code /healthz}, {@code /readyz}.
 *
 * <p>{@code /healthz} answers 200 as long as the process can answer at all; {@code /readyz} answers
 * 503 and says what is missing until the server should be sent requests. Requests are answered on
 * two threads of its own, never on those that score.
 */
public final class HttpEndpoint implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(HttpEndpoint.class);
  private static final String PLAIN = "text/plain; charset=utf-8";
  private static final int THREADS = 2;

  private final HttpServer server;
  private final ExecutorService threads;
  private final PrometheusRegistry registry;
  private final Supplier<Readiness> readiness;
  private final ExpositionFormats formats = ExpositionFormats.init();

  private HttpEndpoint(
      HttpServer server, PrometheusRegistry registry, Supplier<Readiness> readiness) {
    this.server = server;
    this.registry = registry;
    this.readiness = readiness;
    this.threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "http");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Listens and answers from now on; the caller closes it.
   *
   * @param readiness asked at each request to {@code /readyz}, on any thread; must not block
   * @throws IOException whose message names the address when it cannot listen there
   */
  public static HttpEndpoint start(
      HttpConfig config, PrometheusRegistry registry, Supplier<Readiness> readiness)
      throws IOException {
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(config.address(), config.port()), 0);
    } catch (BindException e) {
      throw new IOException(
          "HTTP port %d on %s cannot be used: %s; another program may hold it (see http.port)"
              .formatted(config.port(), config.address(), e.getMessage()),
          e);
    }
    HttpEndpoint endpoint = new HttpEndpoint(server, registry, readiness);
    server.createContext("/", endpoint::answer);
    server.setExecutor(endpoint.threads);
    server.start();
    return endpoint;
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD");
        sendText(exchange, 405, "only GET and HEAD\n");
        return;
      }
      switch (exchange.getRequestURI().getPath()) {
        case "/metrics" -> sendMetrics(exchange);
        case "/healthz" -> sendText(exchange, 200, "alive\n");
        case "/readyz" -> sendReadiness(exchange, readiness.get());
        default -> sendText(exchange, 404, "try /metrics, /healthz or /readyz\n");
      }
    } catch (RuntimeException e) {
      logger.warn("Could not answer {}", exchange.getRequestURI(), e);
    }
  }

  private static void sendReadiness(HttpExchange exchange, Readiness now) throws IOException {
    if (now.isReady()) {
      sendText(exchange, 200, "ready\n");
    } else {
      sendText(exchange, 503, "not ready: " + String.join("; ", now.missing()) + "\n");
    }
  }

  private void sendMetrics(HttpExchange exchange) throws IOException {
    Headers asked = exchange.getRequestHeaders();
    ExpositionFormatWriter writer = formats.findWriter(asked.getFirst("Accept"));
    boolean zipped = acceptsGzip(asked.getFirst("Accept-Encoding"));
    ByteArrayOutputStream body = new ByteArrayOutputStream(1 << 14);
    if (zipped) {
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
      try (GZIPOutputStream gzip = new GZIPOutputStream(body)) {
        writer.write(gzip, registry.scrape());
      }
    } else {
      writer.write(body, registry.scrape());
    }
    send(exchange, 200, writer.getContentType(), body.toByteArray());
  }

  private static boolean acceptsGzip(@Nullable String encodings) {
    return encodings != null && encodings.contains("gzip");
  }

  private static void sendText(HttpExchange exchange, int status, String text) throws IOException {
    send(exchange, status, PLAIN, text.getBytes(UTF_8));
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
