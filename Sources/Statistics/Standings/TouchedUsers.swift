import DatabaseAccess
import Store

/// The users of the table `touched`, some thousand at a time, by key, each with what is kept of them beside facts: to ask for it
/// batch by batch would hold up who writes meanwhile.
struct TouchedUsers {
  private static let usersAtOnce = 4_096

  /// Those at hand who have not been taken.
  private(set) var users: ArraySlice<Int> = []
  /// Whether there are no others.
  private(set) var isLast = false
  private var last = Int.min
  private var presences = RowsInOrder()
  private var paths = RowsInOrder()

  /// Reads the next, when those at hand are taken.
  mutating func refill(_ session: any SQLSession, _ reader: FactReader) throws {
    guard users.isEmpty, !isLast else { return }
    let next = try session.all(
      "SELECT user_key FROM touched WHERE user_key > \(last) ORDER BY user_key LIMIT \(Self.usersAtOnce)"
    ) { $0.integer(at: 0) }
    isLast = next.count < Self.usersAtOnce
    last = next.last ?? last
    users = next[...]
    var stored = StoredFacts()
    if !next.isEmpty { try reader.readPlaces(of: next, into: &stored) }
    presences = RowsInOrder(stored.presences)
    paths = RowsInOrder(stored.paths)
  }

  /// Hands over the users up to a key.
  mutating func take(upTo end: Int, into batch: inout UserBatch) {
    let taken = users.prefix { $0 <= end }
    users = users[taken.endIndex...]
    batch.touched = Array(taken)
    presences.take(upTo: end, into: &batch.stored.presences)
    paths.take(upTo: end, into: &batch.stored.paths)
  }
}

/// Rows by the key with which they begin, taken from the first on.
private struct RowsInOrder {
  private var rows = PackedRows()
  private var next = 0

  init() {}
  init(_ rows: PackedRows) { self.rows = rows }

  mutating func take(upTo end: Int, into other: inout PackedRows) {
    while next < rows.count, rows.user(next) <= end {
      other.beginRow()
      other.append(packed: rows.bytes[rows.range(next)])
      next += 1
    }
  }
}
