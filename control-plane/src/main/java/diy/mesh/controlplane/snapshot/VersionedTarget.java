package diy.mesh.controlplane.snapshot;

import com.google.protobuf.ByteString;
import diy.mesh.model.target.Target;
import diy.mesh.wire.TargetCodec;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A target as it goes over the wire.
 *
 * @param version made from the bytes, so that a proxy which reconnects after this control plane was
 *     restarted, or to another one, need not be sent what it holds
 * @param bytes made once, for all proxies
 */
public record VersionedTarget(Target target, String version, ByteString bytes) {

  /** 64 bits: enough that two contents of one address never share a version. */
  private static final int VERSION_BYTES = 8;

  /** Serialises a target. */
  public static VersionedTarget of(Target target) {
    ByteString bytes = TargetCodec.encode(target);
    return new VersionedTarget(target, version(bytes), bytes);
  }

  private static String version(ByteString bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes.asReadOnlyByteBuffer());
      return HexFormat.of().formatHex(digest.digest(), 0, VERSION_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
