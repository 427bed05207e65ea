package diy.mesh.meshctl.image;

import java.util.Arrays;
import java.util.List;

/** What has an image; its folder in the checkout has the Dockerfile and is the build's context. */
public enum Component {
  INIT_CONTAINER("init-container"),
  DATA_PLANE("data-plane"),
  CONTROL_PLANE("control-plane"),
  ADMISSION_CONTROLLER("admission-controller"),
  SAMPLE_APP("sample-app");

  private final String folder;

  Component(String folder) {
    this.folder = folder;
  }

  /** The folder, which is the module, too. */
  public String folder() {
    return folder;
  }

  /** All folders. */
  public static List<String> folders() {
    return Arrays.stream(values()).map(Component::folder).toList();
  }

  /**
   * The image's whole name: with the registry that tools and clusters alike add to a name without
   * one, so that all mean the same.
   */
  public String image(String tag) {
    return "docker.io/diy-mesh/%s:%s".formatted(folder, tag);
  }
}
