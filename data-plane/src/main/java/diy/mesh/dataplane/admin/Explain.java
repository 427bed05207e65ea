package diy.mesh.dataplane.admin;

import diy.mesh.dataplane.admin.AdminPages.Page;
import diy.mesh.dataplane.config.HeldTarget;
import diy.mesh.dataplane.config.StreamStatus;
import diy.mesh.dataplane.config.TargetTable;
import diy.mesh.dataplane.http.WrittenRequest;
import diy.mesh.dataplane.path.Destination;
import diy.mesh.dataplane.path.RequestPath;
import diy.mesh.model.service.Address;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * What would become of a request: the target is asked for as for a connection, and the decision is
 * the {@link RequestPath}'s own. Any thread.
 */
record Explain(
    TargetTable targets, RequestPath path, Supplier<StreamStatus> stream, InstantSource clock) {

  private static final String EXPECTED =
      "expected: /explain?to=IP:PORT&method=GET&target=/&header=Host:%20app-b";

  /**
   * The page, once the control plane has answered or its time is up.
   *
   * @param query {@code to}, {@code method}, {@code target} and any number of {@code header}
   */
  CompletionStage<Page> page(String query) {
    Map<String, List<String>> parameters = new QueryStringDecoder(query).parameters();
    try {
      var to = Address.parse(first(parameters, "to", ""));
      var request =
          WrittenRequest.of(
              first(parameters, "method", "GET"),
              first(parameters, "target", "/"),
              parameters.getOrDefault("header", List.of()));
      return page(to, request);
    } catch (IllegalArgumentException e) {
      return CompletableFuture.completedStage(
          Page.text(400, "%s (%s)".formatted(e.getMessage(), EXPECTED)));
    }
  }

  private CompletionStage<Page> page(Address to, WrittenRequest request) {
    var page = new CompletableFuture<Page>();
    HeldTarget held = targets.follow(to);
    // Rendering many endpoints takes a while, which neither traffic nor config must wait for.
    held.whenDecided(
        ImmediateEventExecutor.INSTANCE,
        () ->
            Thread.ofVirtual()
                .start(
                    () -> {
                      Page explained = explained(to, held, request);
                      held.release(); // nobody who has read the page finds us using it still
                      page.complete(explained);
                    }));
    return page;
  }

  private Page explained(Address to, HeldTarget held, WrittenRequest request) {
    try {
      return Page.json(render(to, held, request));
    } catch (RuntimeException e) {
      return Page.text(500, "cannot explain: " + e);
    }
  }

  private String render(Address to, HeldTarget held, WrittenRequest request) {
    var rendered = new ExplainPage(stream.get(), held, clock.instant());
    return switch (request) {
      case WrittenRequest.Bad(var refusal) -> rendered.refused(to, refusal);
      case WrittenRequest.Good(var head) ->
          rendered.decided(to, head, path.explain(new Destination.Outbound(to, held), head));
    };
  }

  private static String first(Map<String, List<String>> parameters, String name, String other) {
    return parameters.getOrDefault(name, List.of(other)).getFirst();
  }
}
