package diy.mesh.standalone.objects;

/**
 * What became of one object that was applied.
 *
 * @param key which
 * @param change whether anything changed
 * @param file the name of its file in {@code objects/}, as the control plane calls it
 * @param sha256 of that file's new content, in hexadecimal
 */
public record Applied(ObjectKey key, Change change, String file, String sha256) {

  /** As {@code kubectl apply} says it. */
  public enum Change {
    CREATED,
    CONFIGURED,
    UNCHANGED
  }
}
