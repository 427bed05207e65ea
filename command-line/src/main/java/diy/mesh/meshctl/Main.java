package diy.mesh.meshctl;

import diy.mesh.meshctl.node.Side;
import diy.mesh.meshctl.terminal.Terminal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Where the command line begins. Exit codes: 0 done, 1 failed, 2 wrong arguments. */
public final class Main {

  /** Set by the launcher: the checkout's root. */
  private static final String HOME = "meshctl.home";

  /** Set by the launcher: whether kubectl called it, as its plugin. */
  private static final String CLUSTER = "meshctl.cluster";

  /** Set by the launcher: when it was called, in microseconds of the epoch. */
  private static final String STARTED_MICROS = "meshctl.startedMicros";

  private Main() {}

  static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT); // numbers look the same for everybody
    Side.settle(System.getenv());
    var context = context(System.getenv());
    System.exit(commandLine(context).execute(arguments));
  }

  private static Context context(Map<String, String> environment) {
    return new Context(
        Terminal.output(environment),
        Terminal.errors(environment),
        Path.of(System.getProperty(HOME, "")).toAbsolutePath(),
        Boolean.getBoolean(CLUSTER),
        started());
  }

  private static Instant started() {
    Long micros = Long.getLong(STARTED_MICROS);
    return micros == null ? Instant.now() : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  static CommandLine commandLine(Context context) {
    // Everything behind the command's own options is curl's.
    var curl =
        new CommandLine(new CurlCommand(context))
            .setStopAtPositional(true)
            .setUnmatchedOptionsArePositionalParams(true);
    var commands =
        new CommandLine(new Meshctl())
            .addSubcommand(new DemoCommand(context))
            .addSubcommand(new UpCommand(context))
            .addSubcommand(new ApplyCommand(context))
            .addSubcommand(curl)
            .addSubcommand(new StatusCommand(context))
            .addSubcommand(new GetCommand(context))
            .addSubcommand(new RoutesCommand(context))
            .addSubcommand(new EndpointsCommand(context))
            .addSubcommand(new ExplainCommand(context))
            .addSubcommand(new CheckCommand(context))
            .addSubcommand(new ExecCommand(context))
            .addSubcommand(new LogsCommand(context))
            .addSubcommand(new DownCommand(context))
            .addSubcommand(new ProxyCommand(context))
            .addSubcommand(new ImagesCommand(context))
            .addSubcommand(new InstallCommand(context))
            .addSubcommand(new InjectCommand(context))
            .addSubcommand(new UninstallCommand(context))
            .addSubcommand(new VersionCommand(context))
            .addSubcommand(new CompletionCommand(context))
            .addSubcommand(new NamesCommand(context))
            .addSubcommand(new NodeCommand(context));
    commands.setCaseInsensitiveEnumValuesAllowed(true); // docker, not DOCKER
    commands.getCommandSpec().addOption(help());
    commands
        .getSubcommands()
        .forEach(
            (name, command) -> {
              command.getCommandSpec().addOption(help());
              if (!name.equals(CurlCommand.NAME)) {
                command.getCommandSpec().addOption(verbose());
              }
            });
    commands.setExecutionStrategy(new Inward(context));
    return commands.setExecutionExceptionHandler(new Complaints(context.errors()));
  }

  private static OptionSpec help() {
    return OptionSpec.builder("-h", "--help")
        .usageHelp(true)
        .type(boolean.class)
        .description("Show this.")
        .build();
  }

  private static OptionSpec verbose() {
    return OptionSpec.builder(Complaints.VERBOSE)
        .type(boolean.class)
        .description("Show a failure's stack trace, too.")
        .build();
  }
}
