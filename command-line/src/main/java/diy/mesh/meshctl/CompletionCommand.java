package diy.mesh.meshctl;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meshctl completion}: a script that lets a shell finish what is typed. */
@Command(
    name = "completion",
    description = "Print a script that completes commands, options, pods and Services.",
    footer = {
      "",
      "For this shell:   source <(./meshctl completion bash)",
      "For every one:    add that line, with the whole path, to ~/.bashrc; for zsh, with zsh"
          + " instead of bash, to ~/.zshrc"
    })
final class CompletionCommand implements Runnable {

  /** What names the shell's functions; shells look for the last part of a path. */
  private static final String NAME = "meshctl";

  /** Completes what is only known at run time; leaves everything else to what picocli made. */
  private static final String NAMES =
      """

      # Names of pods, Services and objects are asked of the running node.
      function _meshctl_names() {
        local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" kind=
        if [[ $before == --from ]]; then
          kind=pods
        elif [[ $word != -* ]]; then
          case "${COMP_WORDS[1]}" in
            exec | logs) ((COMP_CWORD == 2)) && kind=pods ;;
            routes | endpoints) ((COMP_CWORD == 2)) && kind=services ;;
            get) ((COMP_CWORD == 3)) && kind="${COMP_WORDS[2]}" ;;
          esac
        fi
        if [[ -z $kind ]]; then
          _complete_meshctl
          return
        fi
        COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" names "$kind" 2>/dev/null)" -- "$word"))
      }
      complete -F _meshctl_names -o default meshctl ./meshctl
      """;

  private final Context context;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}.")
  private Shell shell = Shell.bash;

  /** As people write it, so in small letters. One script serves both. */
  enum Shell {
    bash,
    zsh
  }

  CompletionCommand(Context context) {
    this.context = context;
  }

  @Override
  public void run() {
    context.output().println("# For %s: source it.".formatted(shell));
    context.output().println(AutoComplete.bash(NAME, spec.root().commandLine()) + NAMES);
  }
}
