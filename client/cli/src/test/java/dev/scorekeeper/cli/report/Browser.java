package dev.scorekeeper.cli.report;

import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A headless Chromium of our own, with a profile of its own; ended when closed. */
final class Browser implements AutoCloseable {
  private static final String LISTENING = "DevTools listening on ";

  private final Process process;
  private final DevTools tools;

  private Browser(Process process, DevTools tools) {
    this.process = process;
    this.tools = tools;
  }

  /**
   * Starts the browser.
   *
   * @param profile an empty folder
   */
  static Browser start(String executable, Path profile) throws IOException {
    List<String> command = new ArrayList<>(List.of(executable));
    command.addAll(
        List.of(
            "--headless=new",
            "--remote-debugging-port=0",
            "--user-data-dir=" + profile,
            "--no-first-run",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--hide-scrollbars",
            "--force-color-profile=srgb"));
    if (System.getProperty("user.name", "").equals("root")) {
      // It refuses to run as root with its sandbox; the only pages it opens are our own.
      command.add("--no-sandbox");
    }
    command.add("about:blank");
    Process process =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader messages = process.errorReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (String line = messages.readLine(); line != null; line = messages.readLine()) {
      said.append(line).append('\n');
      if (line.startsWith(LISTENING)) {
        Thread drain =
            new Thread(() -> messages.lines().forEach(ignored -> {}), "browser-messages");
        drain.setDaemon(true);
        drain.start();
        return new Browser(process, new DevTools(URI.create(line.substring(LISTENING.length()))));
      }
    }
    process.destroyForcibly();
    throw new IOException("the browser did not start:\n" + said);
  }

  /** Opens an empty tab. */
  BrowserTab tab(int width, int height, boolean dark) {
    JsonObject blank = new JsonObject();
    blank.addProperty("url", "about:blank");
    String target = tools.call("", "Target.createTarget", blank).get("targetId").getAsString();
    JsonObject attach = new JsonObject();
    attach.addProperty("targetId", target);
    attach.addProperty("flatten", true);
    String session = tools.call("", "Target.attachToTarget", attach).get("sessionId").getAsString();
    BrowserTab tab = new BrowserTab(tools, session, target);
    tab.prepare(width, height, dark);
    return tab;
  }

  @Override
  public void close() {
    tools.call("", "Browser.close", new JsonObject());
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
