package diy.mesh.admission.inject;

import java.util.List;

/** What becomes of a pod: it joins the mesh, stays as it is, or must not start as it is. */
public sealed interface InjectionDecision {

  /** The pod joins the mesh once {@code patch} is applied to it. */
  record Inject(PodPatch patch) implements InjectionDecision {}

  /**
   * The pod starts as it was written.
   *
   * @param message names the pod, says why, and what would change that
   */
  record Skip(Reason reason, String message) implements InjectionDecision {}

  /**
   * The pod asks for the mesh in a way that cannot work; starting it without would be a surprise.
   *
   * @param problems at least one; each names the pod, what is wrong and what was expected
   */
  record Refuse(List<String> problems) implements InjectionDecision {
    public Refuse {
      problems = List.copyOf(problems);
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("problems: none (expected: at least one)");
      }
    }

    /** All problems in one text, a line each. */
    public String message() {
      return String.join("\n", problems);
    }
  }

  /** Why a pod stays as it is. */
  enum Reason {
    NOT_ASKED(false),
    OPTED_OUT(false),
    PROTECTED_NAMESPACE(true),
    UNKNOWN_NAMESPACE_LABEL(true),
    HOST_NETWORK(true),
    POD_SECURITY(true),
    ALREADY_INJECTED(true);

    private final boolean warning;

    Reason(boolean warning) {
      this.warning = warning;
    }

    /** Whether somebody asked for the proxy, so that its absence deserves a warning. */
    public boolean isWarning() {
      return warning;
    }
  }
}
