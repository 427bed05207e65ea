package diy.mesh.meshctl;

import diy.mesh.meshctl.node.PodFinder;
import diy.mesh.meshctl.report.Explained;
import diy.mesh.meshctl.report.Explained.Question;
import diy.mesh.standalone.PodStatus;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meshctl explain}: where a request would go, and why. */
@Command(
    name = "explain",
    description = {
      "Say step by step what a pod's proxy would do with a request, and why.",
      "The proxy itself decides, by what it holds; nothing is sent and no turn is taken."
    },
    footer = {"", "For example: ./meshctl explain GET http://app-b/ --from app-a"})
final class ExplainCommand implements Callable<Integer> {

  private static final int HTTP = 80;

  private final Context context;
  @Mixin private MeshOption mesh = new MeshOption();
  @Mixin private OutputOption output = new OutputOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "METHOD", description = "Such as GET.")
  private String method = "";

  @Parameters(index = "1", paramLabel = "URL", description = "As the pod's app would call it.")
  private String url = "";

  @Option(
      names = {"-H", "--header"},
      paramLabel = "HEADER",
      description = "A header, as 'Name: value'. May be repeated.")
  private List<String> headers = List.of();

  @Option(
      names = "--from",
      paramLabel = "POD",
      description = "Ask this pod's proxy (default: the first ready pod that has one).")
  private String from = "";

  ExplainCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var uri = uri();
    var running = mesh.find(context);
    var pod = pod(running.pods());
    var host = Objects.requireNonNull(uri.getHost());
    var address = running.resolve(pod, host);
    int port = uri.getPort() < 0 ? HTTP : uri.getPort();
    var answer =
        running
            .proxy(pod)
            .explain(query(uri, (address.contains(":") ? "[%s]" : "%s").formatted(address), port));
    var question = new Question(pod.namespace() + "/" + pod.name(), method, url, host);
    output.show(context.output(), new Explained(question, answer, running.place()));
    return ExitCode.OK;
  }

  private PodStatus pod(List<PodStatus> pods) {
    if (from.isEmpty()) {
      return PodFinder.anyWithProxy(pods);
    }
    var pod = PodFinder.named(pods, from);
    if (!pod.injected()) {
      throw wrong("--from", pod.name(), "a pod with a proxy; see ./meshctl get pods");
    }
    return pod;
  }

  private URI uri() {
    try {
      var uri = new URI(url);
      if (uri.getHost() != null && "http".equals(uri.getScheme())) {
        return uri;
      }
    } catch (URISyntaxException _) {
      // Said below, in the same words.
    }
    throw wrong("URL", url, "http://HOST[:PORT]/PATH; what is encrypted the proxy only relays");
  }

  private ParameterException wrong(String name, String value, String expected) {
    return new ParameterException(
        spec.commandLine(), "%s: %s (expected: %s)".formatted(name, value, expected));
  }

  /** The head that a client would send: the host of the URL, unless a header names another one. */
  private String query(URI uri, String address, int port) {
    var path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    var target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    var fields = new ArrayList<String>();
    if (headers.stream().noneMatch(each -> each.toLowerCase(Locale.ROOT).startsWith("host:"))) {
      fields.add("Host: " + uri.getRawAuthority());
    }
    fields.addAll(headers);
    var query = new StringBuilder();
    query.append("to=").append(encoded(address + ":" + port));
    query.append("&method=").append(encoded(method)).append("&target=").append(encoded(target));
    fields.forEach(field -> query.append("&header=").append(encoded(field)));
    return query.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
