package import DatabaseAccess

/// Collects rows of facts in any order and returns them user by user (an external merge sort).
///
/// Rows stay in memory up to a budget, and go to sorted runs in a temporary file beyond it, so memory does not grow
/// with the number of rows. Each packed row begins with its user's key and its line; rows of a user keep their order.
package final class UserSortedRows {
  private let budget: Int
  private var rows = PackedRows()
  private var runs: [any RowRun] = []
  private var file: SpillFile?

  /// - Parameter budget: the maximum size of rows in memory, in bytes.
  package init(budget: Int = 12 << 20) { self.budget = budget }

  package func add(_ added: PackedRows) throws {
    if rows.bytes.count + added.bytes.count > budget, !rows.isEmpty { try spill() }
    // A few rows, as from the API, do not need the whole budget.
    if rows.bytes.count > Self.few { rows.reserve(bytes: budget) }
    rows.append(rows: added)
  }

  private static let few = 1 << 20

  /// Must be called after all rows were added and before the first is taken.
  package func finish() throws {
    if file != nil {
      // Frees the memory for the next step.
      try spill()
    } else if !rows.isEmpty {
      runs.append(MemoryRun(rows, order()))
    }
    rows = PackedRows()
  }

  /// The smallest user key that has rows left.
  package func nextUser() throws -> Int? {
    var least: Int?
    for run in runs {
      guard let user = try run.user() else { continue }
      least = min(least ?? user, user)
    }
    return least
  }

  /// Takes the rows of the user returned by `nextUser`.
  package func move(_ user: Int, into rows: inout PackedRows) throws {
    for run in runs { while try run.user() == user { try run.takeRow(into: &rows) } }
  }

  private func spill() throws {
    let file = try self.file ?? SpillFile()
    self.file = file
    runs.append(try file.write(rows, order()))
    rows.removeAll()
  }

  /// Row indexes sorted by user, stable within a user.
  private func order() -> [Int] {
    var entries = (0..<rows.count).map { (user: rows.user($0), row: $0) }
    entries.sort { $0.user == $1.user ? $0.row < $1.row : $0.user < $1.user }
    return entries.map(\.row)
  }
}

/// Rows sorted by user, taken one by one.
protocol RowRun: AnyObject {
  /// The user of the next row; nil at the end.
  func user() throws -> Int?
  func takeRow(into rows: inout PackedRows) throws
}

/// A run in memory.
private final class MemoryRun: RowRun {
  private let rows: PackedRows
  private let order: [Int]
  private var next = 0

  init(_ rows: PackedRows, _ order: [Int]) {
    self.rows = rows
    self.order = order
  }

  func user() -> Int? { next < order.count ? rows.user(order[next]) : nil }

  func takeRow(into other: inout PackedRows) {
    other.beginRow()
    other.append(packed: rows.bytes[rows.range(order[next])])
    next += 1
  }
}

extension PackedRows {
  /// The user key at the start of a row.
  package func user(_ row: Int) -> Int {
    bytes.withUnsafeBytes { bytes in
      var position = starts[row]
      return PackedValue(in: bytes, at: &position).integer ?? 0
    }
  }
}
