package import DatabaseAccess

/// The number of current and of deleted users.
package struct UserCounts: Sendable {
  package let current: Int
  package let deleted: Int

  package init(_ session: any SQLSession) throws {
    let counts = try session.all("SELECT deleted, count(*) FROM user_standings GROUP BY deleted") {
      (isDeleted: $0.flag(0), count: $0.integer(at: 1))
    }
    current = counts.first { !$0.isDeleted }?.count ?? 0
    deleted = counts.first { $0.isDeleted }?.count ?? 0
  }
}
