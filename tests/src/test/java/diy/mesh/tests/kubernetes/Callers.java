package diy.mesh.tests.kubernetes;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;

/** Two clients outside the mesh that ask without a pause. */
final class Callers implements AutoCloseable {

  private static final int CLIENTS = 2;

  private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  static Callers of(String url) {
    var callers = new Callers();
    for (int n = 0; n < CLIENTS; n++) {
      callers.threads.add(Thread.ofPlatform().name("caller " + n).start(() -> callers.ask(url)));
    }
    return callers;
  }

  private void ask(String url) {
    try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      var request = HttpRequest.newBuilder(URI.create(url)).build();
      while (!stopped) {
        answers.add(ask(client, request));
      }
    }
  }

  /** What it got: a line of text, or what went wrong. */
  private static String ask(HttpClient client, HttpRequest request) {
    try {
      var response = client.send(request, HttpResponse.BodyHandlers.ofString());
      String body = response.body().strip();
      return response.statusCode() == 200 ? body : "%d: %s".formatted(response.statusCode(), body);
    } catch (IOException e) {
      return "lost: " + e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "lost: " + e;
    }
  }

  /** Waits for so many more answers, and gives all since the last time. */
  List<String> next(int count) throws InterruptedException {
    var taken = new ArrayList<String>();
    while (taken.size() < count) {
      taken.add(answers.take());
    }
    answers.drainTo(taken);
    return taken;
  }

  @Override
  public void close() {
    stopped = true;
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // at the test's timeout
        return;
      }
    }
  }
}
