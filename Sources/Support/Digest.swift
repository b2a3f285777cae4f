import CCrypto

/// An incremental digest (FIPS 180-4).
package final class Digest {
  package enum Algorithm: Sendable { case sha1, sha224, sha256, sha384, sha512 }

  private let state = EVP_MD_CTX_new()

  package init(_ algorithm: Algorithm = .sha256) { EVP_DigestInit_ex(state, algorithm.implementation, nil) }

  deinit { EVP_MD_CTX_free(state) }

  package func add(_ bytes: UnsafeRawBufferPointer) { EVP_DigestUpdate(state, bytes.baseAddress, bytes.count) }

  package func add(_ bytes: ArraySlice<UInt8>) { bytes.withUnsafeBytes { add($0) } }

  /// Finishes the digest and returns it in hexadecimal.
  package func text() -> String {
    bytes().map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }

  /// Finishes the digest.
  package func bytes() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var count: UInt32 = 0
    EVP_DigestFinal_ex(state, &digest, &count)
    return Array(digest.prefix(Int(count)))
  }

  /// The digest of bytes in hexadecimal.
  package static func text(of bytes: [UInt8], _ algorithm: Algorithm = .sha256) -> String {
    let digest = Digest(algorithm)
    digest.add(bytes[...])
    return digest.text()
  }
}

extension Digest.Algorithm {
  fileprivate var implementation: OpaquePointer? {
    switch self {
    case .sha1: EVP_sha1()
    case .sha224: EVP_sha224()
    case .sha256: EVP_sha256()
    case .sha384: EVP_sha384()
    case .sha512: EVP_sha512()
    }
  }
}
