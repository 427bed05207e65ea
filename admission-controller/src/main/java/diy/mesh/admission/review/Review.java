package diy.mesh.admission.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** One kind of question that the API server asks. */
public abstract sealed class Review permits PodReview, RouteReview {

  private static final String API_VERSION = "admission.k8s.io/v1";
  private static final int UNPROCESSABLE = 422;

  /**
   * Answers an {@code AdmissionReview}. Changes nothing anywhere, so a dry run is answered as any
   * other.
   *
   * @throws IllegalArgumentException if it is none; the message says what was expected
   * @throws IOException if what has to be known of the cluster cannot be learnt now
   */
  public final JsonNode answer(JsonNode review) throws IOException {
    JsonNode request = review.path("request");
    String uid = request.path("uid").asText("");
    if (!review.path("apiVersion").asText().equals(API_VERSION) || uid.isEmpty()) {
      throw new IllegalArgumentException(
          "no AdmissionReview of %s with a request (expected: what an API server sends)"
              .formatted(API_VERSION));
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("apiVersion", API_VERSION).put("kind", "AdmissionReview");
    write(judge(request), answer.putObject("response").put("uid", uid));
    return answer;
  }

  /** What becomes of the request's object. */
  abstract Verdict judge(JsonNode request) throws IOException;

  private static void write(Verdict verdict, ObjectNode response) {
    response.put("allowed", verdict.refusal() == null);
    if (verdict.refusal() != null) {
      response
          .putObject("status")
          .put("code", UNPROCESSABLE)
          .put("reason", "Invalid")
          .put("message", verdict.refusal());
    }
    if (!verdict.warnings().isEmpty()) {
      verdict.warnings().forEach(response.putArray("warnings")::add);
    }
    if (verdict.patch() != null) {
      byte[] patch = verdict.patch().toString().getBytes(StandardCharsets.UTF_8);
      response
          .put("patchType", "JSONPatch")
          .put("patch", Base64.getEncoder().encodeToString(patch));
    }
  }
}
