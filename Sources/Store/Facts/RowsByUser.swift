package import DatabaseAccess

/// Rows of facts on their way into the store, put in in any order and handed out user by user.
///
/// They are kept in memory up to a budget, and beyond it as sorted runs in a temporary file: memory does not grow with
/// the number of rows. Each row is packed and begins with its user's key and its line; rows of a user come out in the
/// order in which they went in.
package final class RowsByUser {
  private let budget: Int
  private var rows = PackedRows()
  private var runs: [any RowRun] = []
  private var file: SpillFile?

  /// - Parameter budget: bytes of rows in memory.
  package init(budget: Int = 12 << 20) { self.budget = budget }

  package func add(_ added: PackedRows) throws {
    if rows.bytes.count + added.bytes.count > budget, !rows.isEmpty { try spill() }
    // A few rows, as the API hands them over, need not the whole of it.
    if rows.bytes.count > Self.few { rows.reserve(bytes: budget) }
    rows.append(rows: added)
  }

  private static let few = 1 << 20

  /// To be called when all rows are in, before the first is handed out.
  package func finish() throws {
    if file != nil {
      // The memory is for what comes next.
      try spill()
    } else if !rows.isEmpty {
      runs.append(MemoryRun(rows, order()))
    }
    rows = PackedRows()
  }

  /// The user with the smallest key of whom there are rows left.
  package func nextUser() throws -> Int? {
    var least: Int?
    for run in runs {
      guard let user = try run.user() else { continue }
      least = min(least ?? user, user)
    }
    return least
  }

  /// Hands out the rows of the user that `nextUser` names.
  package func take(_ user: Int, into rows: inout PackedRows) throws {
    for run in runs { while try run.user() == user { try run.takeRow(into: &rows) } }
  }

  private func spill() throws {
    let file = try self.file ?? SpillFile()
    self.file = file
    runs.append(try file.write(rows, order()))
    rows.removeAll()
  }

  /// The rows by user, those of a user as they came.
  private func order() -> [Int] {
    var entries = (0..<rows.count).map { (user: rows.user($0), row: $0) }
    entries.sort { $0.user == $1.user ? $0.row < $1.row : $0.user < $1.user }
    return entries.map(\.row)
  }
}

/// Rows in the order of their users, handed out one by one.
protocol RowRun: AnyObject {
  /// The user of the next row; nil at the end.
  func user() throws -> Int?
  func takeRow(into rows: inout PackedRows) throws
}

/// A run that has stayed in memory.
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
  /// The number with which a row begins.
  package func user(_ row: Int) -> Int {
    bytes.withUnsafeBytes { bytes in
      var position = starts[row]
      return PackedValue(in: bytes, at: &position).integer ?? 0
    }
  }
}
