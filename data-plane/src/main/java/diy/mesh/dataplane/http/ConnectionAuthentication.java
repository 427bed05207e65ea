package diy.mesh.dataplane.http;

/**
 * Authentication that holds for a connection and not for a request: NTLM and Negotiate (RFC 4559).
 * What was proved on such a connection must never serve another client.
 */
final class ConnectionAuthentication {

  private ConnectionAuthentication() {}

  /** Whether a request proves, or begins to prove, who its connection belongs to. */
  static boolean isIn(RequestMessage request) {
    return isIn(request.fields(), FieldName.AUTHORIZATION)
        || isIn(request.fields(), FieldName.PROXY_AUTHORIZATION);
  }

  /** Whether a response asks for such a proof. */
  static boolean isIn(ResponseMessage response) {
    return isIn(response.fields(), FieldName.WWW_AUTHENTICATE)
        || isIn(response.fields(), FieldName.PROXY_AUTHENTICATE);
  }

  private static boolean isIn(Fields fields, FieldName name) {
    return fields.find(name) >= 0
        && (fields.namesScheme(name, "ntlm") || fields.namesScheme(name, "negotiate"));
  }
}
