package diy.mesh.meshctl.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacesTest {

  private static final Places PLACES = new Places(Path.of("/run/diy-mesh"), Path.of("/srv/me"));

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "/srv/me/routes/mine.yaml:7, routes/mine.yaml:7",
    "/srv/meg/mine.yaml:7, /srv/meg/mine.yaml:7",
    "/opt/theirs.yaml:1, /opt/theirs.yaml:1",
    "EndpointSlice.demo.a.yaml:1, /run/diy-mesh/objects/EndpointSlice.demo.a.yaml:1",
  })
  void a_place_is_named_as_somebody_in_this_directory_would_open_it(String origin, String place) {
    assertThat(PLACES.find(origin)).isEqualTo(place);
  }
}
