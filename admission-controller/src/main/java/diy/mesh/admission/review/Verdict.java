package diy.mesh.admission.review;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an object.
 *
 * @param refusal why it is not stored; null where it is
 * @param warnings what its author is told all the same, a sentence each
 * @param patch what is changed before it is stored (RFC 6902); null where nothing is
 */
record Verdict(@Nullable String refusal, List<String> warnings, @Nullable ArrayNode patch) {

  Verdict {
    warnings = List.copyOf(warnings);
  }

  static Verdict asItIs(List<String> warnings) {
    return new Verdict(null, warnings, null);
  }

  static Verdict changed(ArrayNode patch) {
    return new Verdict(null, List.of(), patch);
  }

  static Verdict refused(String why) {
    return new Verdict(why, List.of(), null);
  }
}
