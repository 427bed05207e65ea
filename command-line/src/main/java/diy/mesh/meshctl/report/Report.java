package diy.mesh.meshctl.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;

/** A command's answer; a record, whose components' names are the JSON's. */
public interface Report {

  /** For people to read. */
  List<String> lines();

  /** For programs: one document on one line. */
  static String json(Object report) {
    try {
      return Mapper.JSON.writeValueAsString(report);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of texts and numbers are always JSON", e);
    }
  }

  /** Made only where JSON is wanted: it takes a while. */
  final class Mapper {
    private static final JsonMapper JSON = new JsonMapper();

    private Mapper() {}
  }
}
