import DatabaseAccess
import Synchronization

/// Whether the platform has an owner. Once true it stays true, so the result is cached from then on.
final class OwnerKnown: Sendable {
  private let isKnown = Atomic(false)

  /// Also true if the database does not answer: an outage must not look like a platform without an owner.
  func isTrue(_ database: any SQLDatabase) async -> Bool {
    if isKnown.load(ordering: .relaxed) { return true }
    let owners = try? await database.read { session in
      try session.number(
        """
        SELECT count(*) FROM memberships AS m JOIN users AS u ON u.key = m.user_key
        WHERE m.role = 'owner' AND m.until IS NULL AND u.deleted_at IS NULL
          AND m.group_key IN (SELECT key FROM groups WHERE parent IS NULL)
        """)
    }
    if let owners, owners > 0 { isKnown.store(true, ordering: .relaxed) }
    return owners != 0
  }
}
