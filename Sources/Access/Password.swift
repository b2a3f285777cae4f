import CArgon2
import Dispatch

/// Passwords, kept as Argon2id hashes with a salt of their own (RFC 9106; parameters by the OWASP Password Storage
/// Cheat Sheet: 19 MiB, 2 passes, 1 lane).
package enum Password {
  /// The fewest characters of a new password.
  package static let minimumLength = 10
  /// The most bytes that are looked at: a longer one is refused rather than hashed for minutes.
  package static let maximumLength = 1_024

  /// What is wrong with a new password.
  package enum Fault: String, Sendable {
    case short, long, differs
    /// Many have it, or something close to it.
    case common
    /// It is made of what everybody knows of its user.
    case own
  }

  /// - Parameters:
  ///   - again: the same, typed a second time.
  ///   - owner: whose it will be.
  package static func fault(_ new: String, again: String, of owner: PasswordOwner) async -> Fault? {
    if new.count < minimumLength { return .short }
    if new.utf8.count > maximumLength { return .long }
    // By bytes: an accent that is composed and one that is not have different hashes.
    guard Array(new.utf8) == Array(again.utf8) else { return .differs }
    if owner.isGuess(new) { return .own }
    return await offLoop { CommonPasswords.contains(new) } ? .common : nil
  }

  private static let memory: UInt32 = 19_456
  private static let passes: UInt32 = 2
  private static let hashLength = 32

  /// The hash in its own text format. Takes about 20 ms, away from the threads that serve requests.
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

  /// Whether the password is the one that was hashed. Without a hash it takes as long, and is not.
  package static func matches(_ password: String, _ hash: String?) async -> Bool {
    guard password.utf8.count <= maximumLength else { return false }
    let other = await nobodys.value
    return await offLoop {
      let bytes = Array(password.utf8)
      let isRight = argon2id_verify(hash ?? other, bytes, bytes.count) == ARGON2_OK.rawValue
      return isRight && hash != nil
    }
  }

  /// What a password is held against where the user has none.
  private static let nobodys = Task { await hash(Secret.random()) }

  private static let queue = DispatchQueue(label: "tallybook.passwords", attributes: .concurrent)

  private static func offLoop<T: Sendable>(_ body: @escaping @Sendable () -> T) async -> T {
    await withCheckedContinuation { continuation in queue.async { continuation.resume(returning: body()) } }
  }
}
