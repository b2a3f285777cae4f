import DatabaseAccess
import Synchronization

/// Whether the platform has an owner, which once it has one it always has: asked until then, and no more.
final class OwnerKnown: Sendable {
  private let isKnown = Atomic(false)

  /// A store that does not answer is not said to have none.
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
