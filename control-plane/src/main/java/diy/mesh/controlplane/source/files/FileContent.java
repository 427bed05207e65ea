package diy.mesh.controlplane.source.files;

import diy.mesh.controlplane.source.SourceFile;
import diy.mesh.resources.Problem;
import diy.mesh.resources.Resource;
import diy.mesh.resources.ResourceFile;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What a file said when it was read.
 *
 * @param sha256 of its bytes, or {@link SourceFile#GONE}
 * @param problems what is wrong in the file itself, whatever other files say
 */
record FileContent(String sha256, List<Resource> resources, List<Problem> problems) {

  /** A file that is not there. */
  static final FileContent MISSING = new FileContent(SourceFile.GONE, List.of(), List.of());

  FileContent {
    resources = List.copyOf(resources);
    problems = List.copyOf(problems);
  }

  static FileContent of(String name, byte[] bytes) {
    String sha256 = sha256(bytes);
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      var file = ResourceFile.readCopy(name, text);
      return new FileContent(sha256, file.resources(), file.problems());
    } catch (CharacterCodingException e) {
      return new FileContent(sha256, List.of(), problem(name, "not text (expected: UTF-8)"));
    }
  }

  /** A file that is there and cannot be read. */
  static FileContent unreadable(String name, String why) {
    return new FileContent("unreadable", List.of(), problem(name, why));
  }

  boolean gone() {
    return sha256.equals(SourceFile.GONE);
  }

  private static List<Problem> problem(String name, String message) {
    return List.of(new Problem(name, 1, message));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
