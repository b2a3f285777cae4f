import CCrypto
import Foundation
import Records
import Support

/// The signature of a statement: a JWS in compact form (xAPI 1.0.3, Data 2.6; RFC 7515).
struct StatementSignature {
  private let header: JSONValue
  private let payload: JSONValue
  /// The bytes that are signed, and their signature.
  private let signed: [UInt8]
  private let signature: [UInt8]

  init(_ token: [UInt8]) throws(StatementFault) {
    let text = String(decoding: token, as: UTF8.self)
    let parts = text.utf8.split(separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false).map {
      String(Substring($0))
    }
    guard parts.count == 3, let header = Self.json(parts[0]), let payload = Self.json(parts[1]),
      let signature = Base64URL.data(parts[2]), !signature.isEmpty
    else { throw Self.fault("is not a JSON Web Signature in compact form") }
    (self.header, self.payload, self.signature) = (header, payload, Array(signature))
    signed = Array((parts[0] + "." + parts[1]).utf8)
  }

  private static func fault(_ reason: String) -> StatementFault {
    StatementFault(path: "attachments", reason: "has a signature that " + reason)
  }

  private static func json(_ part: String) -> JSONValue? {
    Base64URL.data(part).flatMap { try? JSONParser.parse(Array($0)) }
  }

  private static func digest(_ algorithm: String?) -> OpaquePointer? {
    switch algorithm {
    case "RS256": EVP_sha256()
    case "RS384": EVP_sha384()
    case "RS512": EVP_sha512()
    default: nil
    }
  }

  /// Checks the algorithm, that the payload equals the statement, and the signature if there is a certificate.
  func check(_ statement: JSONValue) throws(StatementFault) {
    guard let digest = Self.digest(header["alg"]?.string) else {
      throw Self.fault("uses another algorithm than RS256, RS384 and RS512")
    }
    let id = payload["id"]?.string?.asciiLowercased
    guard StatementComparison.areEqual(Self.unsigned(payload), Self.unsigned(statement)),
      id == nil || id == statement["id"]?.string?.asciiLowercased
    else {
      throw Self.fault("signs another statement")
    }
    guard let chain = header["x5c"] else { return }
    guard let certificate = chain.items?.first?.string.flatMap({ Data(base64Encoded: $0) }),
      isSigned(by: Array(certificate), digest)
    else { throw Self.fault("does not match its certificate") }
  }

  /// Without what is added after signing: the attachment with the signature, and what the LRS sets.
  private static func unsigned(_ statement: JSONValue) -> JSONValue {
    statement.mapMembers { key, value in
      guard key == "attachments" else { return key == "id" ? nil : value }
      let others = (value.items ?? []).filter { $0["usageType"]?.string != StatementAttachment.signature }
      return others.isEmpty ? nil : .array(others)
    }
  }

  /// - Parameter certificate: X.509, in DER.
  private func isSigned(by certificate: [UInt8], _ digest: OpaquePointer) -> Bool {
    certificate.withUnsafeBufferPointer { bytes in
      var start = bytes.baseAddress
      guard let parsed = d2i_X509(nil, &start, bytes.count) else { return false }
      defer { X509_free(parsed) }
      guard let key = X509_get0_pubkey(parsed), let context = EVP_MD_CTX_new() else { return false }
      defer { EVP_MD_CTX_free(context) }
      guard EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA, EVP_DigestVerifyInit(context, nil, digest, nil, key) == 1 else {
        return false
      }
      return EVP_DigestVerify(context, signature, signature.count, signed, signed.count) == 1
    }
  }
}
