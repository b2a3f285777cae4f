import Accounts
import DatabaseAccess
import Synchronization

/// Whether the platform has an owner. Once true it stays true, so the result is cached from then on.
final class OwnerKnown: Sendable {
  private let isKnown = Atomic(false)

  /// Also true if the database does not answer: an outage must not look like a platform without an owner.
  func isTrue(_ database: any SQLDatabase) async -> Bool {
    if isKnown.load(ordering: .relaxed) { return true }
    let hasOwner = try? await database.read { try Ownership.hasOwner($0) }
    if hasOwner == true { isKnown.store(true, ordering: .relaxed) }
    return hasOwner != false
  }
}
