import DatabaseAccess
import Statistics
import Store

/// The users of the table `touched`, some thousand at a time, by key, each with presences and path enrolments. Reading
/// these per batch would delay the writer.
struct AffectedUsers {
  private static let usersAtOnce = 4_096

  /// Users that have been read but not taken.
  private(set) var users: ArraySlice<Int> = []
  /// Whether no more users follow.
  private(set) var isLast = false
  private var last = Int.min
  private var presences = OrderedRows()
  private var paths = OrderedRows()

  /// Reads the next users once all others have been taken.
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
    presences = OrderedRows(stored.presences)
    paths = OrderedRows(stored.paths)
  }

  /// Moves the users up to a key into the batch.
  mutating func move(upTo end: Int, into batch: inout UserBatch) {
    let taken = users.prefix { $0 <= end }
    users = users[taken.endIndex...]
    batch.touched = Array(taken)
    presences.move(upTo: end, into: &batch.stored.presences)
    paths.move(upTo: end, into: &batch.stored.paths)
  }
}

/// Rows sorted by the user key in their first column, consumed from the start.
private struct OrderedRows {
  private var rows = PackedRows()
  private var next = 0

  init() {}
  init(_ rows: PackedRows) { self.rows = rows }

  mutating func move(upTo end: Int, into other: inout PackedRows) {
    while next < rows.count, rows.user(next) <= end {
      other.beginRow()
      other.append(packed: rows.bytes[rows.range(next)])
      next += 1
    }
  }
}
