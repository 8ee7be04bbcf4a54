package dev.scorekeeper.cli.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A tab of a {@link Browser}: opens a file, runs expressions in it, notes what went wrong. */
final class BrowserTab implements AutoCloseable {
  private static final String SETTLED =
      "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))";

  private final DevTools tools;
  private final String session;
  private final String target;
  private final List<String> problems = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> loaded = new CompletableFuture<>();

  BrowserTab(DevTools tools, String session, String target) {
    this.tools = tools;
    this.session = session;
    this.target = target;
  }

  void prepare(int width, int height, boolean dark) {
    tools.listen(session, this::event);
    for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
      call(domain + ".enable", new JsonObject());
    }
    resize(width, height);
    theme(dark);
  }

  void resize(int width, int height) {
    JsonObject metrics = new JsonObject();
    metrics.addProperty("width", width);
    metrics.addProperty("height", height);
    metrics.addProperty("deviceScaleFactor", 1);
    metrics.addProperty("mobile", width < 600);
    call("Emulation.setDeviceMetricsOverride", metrics);
  }

  void theme(boolean dark) {
    media("", dark);
  }

  /**
   * @param type "print", or empty for the screen
   */
  void media(String type, boolean dark) {
    JsonObject feature = new JsonObject();
    feature.addProperty("name", "prefers-color-scheme");
    feature.addProperty("value", dark ? "dark" : "light");
    JsonArray features = new JsonArray();
    features.add(feature);
    JsonObject media = new JsonObject();
    media.addProperty("media", type);
    media.add("features", features);
    call("Emulation.setEmulatedMedia", media);
  }

  /** Opens a file and waits until it is loaded and drawn. */
  void open(Path file) {
    JsonObject address = new JsonObject();
    address.addProperty("url", file.toUri().toString());
    call("Page.navigate", address);
    loaded.orTimeout(300, TimeUnit.SECONDS).join();
    settle();
  }

  /** Waits until what changed is drawn. */
  void settle() {
    evaluate(SETTLED);
  }

  /** The value of an expression of JavaScript, awaited; throws what it throws. */
  JsonElement evaluate(String expression) {
    JsonObject parameters = new JsonObject();
    parameters.addProperty("expression", expression);
    parameters.addProperty("returnByValue", true);
    parameters.addProperty("awaitPromise", true);
    JsonObject answer = call("Runtime.evaluate", parameters);
    if (answer.has("exceptionDetails")) {
      throw new IllegalStateException(expression + ": " + answer.get("exceptionDetails"));
    }
    JsonElement value = answer.getAsJsonObject("result").get("value");
    return value == null ? JsonNull.INSTANCE : value;
  }

  String text(String expression) {
    return evaluate(expression).getAsString();
  }

  double number(String expression) {
    return evaluate(expression).getAsDouble();
  }

  /** Presses and lets go a key, named as in a KeyboardEvent, with its Windows code. */
  void press(String key, int code) {
    for (String type : List.of("keyDown", "keyUp")) {
      JsonObject event = new JsonObject();
      event.addProperty("type", type);
      event.addProperty("key", key);
      event.addProperty("code", key);
      event.addProperty("windowsVirtualKeyCode", code);
      call("Input.dispatchKeyEvent", event);
    }
    settle();
  }

  /** Saves a picture of what the window shows. */
  void screenshot(Path file) throws IOException {
    JsonObject parameters = new JsonObject();
    parameters.addProperty("format", "png");
    String png = call("Page.captureScreenshot", parameters).get("data").getAsString();
    Files.write(file, Base64.getDecoder().decode(png));
  }

  /** Saves the page as it would be printed. */
  void print(Path file) throws IOException {
    JsonObject parameters = new JsonObject();
    parameters.addProperty("printBackground", true);
    String pdf = call("Page.printToPDF", parameters).get("data").getAsString();
    Files.write(file, Base64.getDecoder().decode(pdf));
  }

  /** Errors and warnings of the page so far, in words. */
  List<String> problems() {
    return problems;
  }

  /** Addresses that the page asked for so far, but the file itself and data within. */
  List<String> requests() {
    return requests;
  }

  private void event(JsonObject message) {
    JsonObject parameters = message.getAsJsonObject("params");
    switch (message.get("method").getAsString()) {
      case "Page.loadEventFired" -> loaded.complete(null);
      case "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded" ->
          problems.add(parameters.toString());
      case "Page.javascriptDialogOpening" -> {
        problems.add("dialog: " + parameters);
        loaded.completeExceptionally(new IllegalStateException("dialog: " + parameters));
      }
      case "Network.requestWillBeSent" -> {
        String url = parameters.getAsJsonObject("request").get("url").getAsString();
        boolean document = parameters.get("type").getAsString().equals("Document");
        if (!document && !url.startsWith("data:")) {
          requests.add(url);
        }
      }
      default -> {}
    }
  }

  private JsonObject call(String method, JsonObject parameters) {
    return tools.call(session, method, parameters);
  }

  @Override
  public void close() {
    JsonObject close = new JsonObject();
    close.addProperty("targetId", target);
    tools.call("", "Target.closeTarget", close);
  }
}
