import CArgon2
import Dispatch

/// Passwords, stored as Argon2id hashes with individual salts (RFC 9106; parameters from the OWASP Password Storage
/// Cheat Sheet: 19 MiB, 2 passes, 1 lane).
package enum Password {
  /// The minimum number of characters of a new password.
  package static let minimumLength = 10
  /// The maximum size in bytes: longer passwords are rejected instead of being hashed for minutes.
  package static let maximumLength = 1_024

  /// What is wrong with a new password.
  package enum Fault: String, Sendable {
    case short, long, differs
    /// A common password or similar to one.
    case common
    /// Made of well-known facts about the user.
    case own
  }

  /// - Parameters:
  ///   - again: the repeated password.
  ///   - owner: the user who will have the password.
  package static func fault(_ new: String, again: String, of owner: PasswordOwner) async -> Fault? {
    if new.count < minimumLength { return .short }
    if new.utf8.count > maximumLength { return .long }
    // Compares bytes: composed and decomposed accents have different hashes.
    guard Array(new.utf8) == Array(again.utf8) else { return .differs }
    if owner.isGuess(new) { return .own }
    return await offLoop { CommonPasswords.contains(new) } ? .common : nil
  }

  private static let memory: UInt32 = 19_456
  private static let passes: UInt32 = 2
  private static let hashLength = 32

  /// The encoded hash. Takes about 20 ms, on a separate queue, so that request threads are not blocked.
  package static func hash(_ password: String) async -> String {
    await offLoop {
      var generator = SystemRandomNumberGenerator()
      let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
      let bytes = Array(password.utf8)
      var encoded = [CChar](
        repeating: 0, count: argon2_encodedlen(passes, memory, 1, 16, UInt32(hashLength), Argon2_id))
      argon2id_hash_encoded(
        passes, memory, 1, bytes, bytes.count, salt, salt.count, hashLength, &encoded, encoded.count)
      return String(decoding: encoded.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
  }

  /// Whether the password matches the hash. Without a hash the result is false and takes the same time.
  package static func matches(_ password: String, _ hash: String?) async -> Bool {
    guard password.utf8.count <= maximumLength else { return false }
    let other = await nobodys.value
    return await offLoop {
      let bytes = Array(password.utf8)
      let isRight = argon2id_verify(hash ?? other, bytes, bytes.count) == ARGON2_OK.rawValue
      return isRight && hash != nil
    }
  }

  /// The hash to compare with if the user has no password.
  private static let nobodys = Task { await hash(Secret.random()) }

  private static let queue = DispatchQueue(label: "tallybook.passwords", attributes: .concurrent)

  private static func offLoop<T: Sendable>(_ body: @escaping @Sendable () -> T) async -> T {
    await withCheckedContinuation { continuation in queue.async { continuation.resume(returning: body()) } }
  }
}
