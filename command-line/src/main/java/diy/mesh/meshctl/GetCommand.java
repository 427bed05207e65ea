package diy.mesh.meshctl;

import diy.mesh.meshctl.report.Kind;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code meshctl get}: what there is, kind by kind. */
@Command(
    name = "get",
    description = "List what there is: pods, services, routes, endpoints, deployments or proxies.",
    footer = {
      "",
      "For example: ./meshctl get pods -n demo",
      "             ./meshctl get svc app-b"
    })
final class GetCommand implements Callable<Integer> {

  private final Context context;
  @Mixin private MeshOption mesh = new MeshOption();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(
      index = "0",
      paramLabel = "KIND",
      converter = KindReader.class,
      completionCandidates = Kinds.class,
      description = "One of ${COMPLETION-CANDIDATES}; the singular and kubectl's short names, too.")
  private Kind kind = Kind.PODS;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "Only this one, as app-b or demo/app-b.")
  private String name = "";

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NAMESPACE",
      description = "Only of this namespace (default: all).")
  private String namespace = "";

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "Of all namespaces, which is the default.")
  private boolean all;

  /** Knows the abbreviations. */
  static final class KindReader implements ITypeConverter<Kind> {
    @Override
    public Kind convert(String value) {
      return Kind.named(value)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "%s: no such kind (expected: one of %s)".formatted(value, Kind.all())));
    }
  }

  /** For help and completion. */
  static final class Kinds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(Kind.values()).map(Kind::plural).iterator();
    }
  }

  GetCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    var listing = mesh.find(context).list(kind).in(all ? "" : namespace).named(name);
    output.show(context.output(), listing);
    return ExitCode.OK;
  }
}
