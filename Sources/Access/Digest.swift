import CCrypto

/// Incremental SHA-256 (FIPS 180-4).
package final class Digest {
  private let state = EVP_MD_CTX_new()

  package init() { EVP_DigestInit_ex(state, EVP_sha256(), nil) }

  deinit { EVP_MD_CTX_free(state) }

  package func add(_ bytes: UnsafeRawBufferPointer) { EVP_DigestUpdate(state, bytes.baseAddress, bytes.count) }

  package func add(_ bytes: ArraySlice<UInt8>) { bytes.withUnsafeBytes { add($0) } }

  /// Finishes the digest and returns it in hexadecimal.
  package func text() -> String {
    bytes().map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }

  func bytes() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    EVP_DigestFinal_ex(state, &digest, nil)
    return digest
  }
}
