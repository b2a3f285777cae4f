package import DatabaseAccess
package import Records
import Foundation

/// Merges stored and incoming facts of one kind for some users. Does not access the database.
package struct FactMerge: Sendable {
  /// All rows, by user and id; unchanged stored rows include their derived columns.
  package private(set) var all = PackedRows()
  /// The change of each row of `all`, and the line that it was imported from; 0 if it was not.
  private(set) var fates: [RowChange] = []
  private(set) var lines: [Int] = []
  /// The users whose facts changed, ascending.
  package private(set) var users: [Int] = []
  package private(set) var receipt = ImportCounts()
  package private(set) var faults: [RowError] = []
  /// Stored facts that incoming ones have changed.
  package private(set) var replaced: [FactKey] = []

  let table: FactTable
  private let isPartial: Bool
  private let end: Int?
  private let kept: Set<FactKey>
  let updatesDerived: Bool

  enum RowChange { case stays, isAdded, isChanged }

  /// - Parameters:
  ///   - stored: rows of the table, with derived columns if there are incoming rows or these columns are updated.
  ///   - incoming: rows as returned by `UserSortedRows`, with their line.
  ///   - isPartial: whether incoming rows omit values, which existing records keep.
  ///   - end: seconds UTC, the withdrawal time of stored rows that are not incoming; nil keeps those rows.
  ///   - kept: facts that are not withdrawn, because they are from another source.
  ///   - updatesDerived: whether derived columns of unchanged facts are written too, if they differ.
  package init(
    _ table: FactTable, stored: PackedRows, incoming: PackedRows, isPartial: Bool = false, ending end: Int? = nil,
    keeping kept: Set<FactKey> = [], updatesDerived: Bool = false
  ) {
    self.table = table
    self.isPartial = isPartial
    self.end = end
    self.kept = kept
    self.updatesDerived = updatesDerived
    if incoming.isEmpty, end == nil, !updatesDerived {
      all = stored
      return
    }
    let olds = FactRows(stored, hasLines: false)
    let news = FactRows(incoming, hasLines: true)
    var (old, new) = (0, 0)
    while new < news.count {
      let last = news.lastOfSame(new)
      if last > new { addTwice(news, new...last) }
      while old < olds.count, olds.comparison(old, news, new) < 0 { old += leave(olds, old) }
      if old < olds.count, olds.comparison(old, news, new) == 0 {
        merge(news, last, over: (olds, old))
        old += 1
      } else {
        merge(news, last, over: nil)
      }
      new = last + 1
    }
    while old < olds.count { old += leave(olds, old) }
  }

  /// Keeps or withdraws a stored row that is not incoming.
  private mutating func leave(_ rows: FactRows, _ row: Int) -> Int {
    guard let end, let body = table.body(of: rows.rest(row)), kept.isEmpty || !kept.contains(rows.key(row)) else {
      return keep(rows, row)
    }
    all.beginRow()
    all.append(rows.user(row))
    all.append(packed: body)
    all.append(end)
    note(.isChanged, line: 0)
    receipt.ended += 1
    if users.last != rows.user(row) { users.append(rows.user(row)) }
    return 1
  }

  private mutating func keep(_ rows: FactRows, _ row: Int, line: Int = 0) -> Int {
    all.append(rows, row)
    note(.stays, line: line)
    return 1
  }

  private mutating func note(_ change: RowChange, line: Int) {
    fates.append(change)
    lines.append(line)
  }

  private mutating func merge(_ rows: FactRows, _ row: Int, over old: (rows: FactRows, row: Int)?) {
    let known = old.map { $0.rows.rest($0.row) }
    let rest = isPartial ? rows.rest(row).completed(from: known ?? []) : rows.rest(row)
    // Derived columns come after those of the record.
    if let old, known?.starts(with: rest) == true {
      receipt.same += keep(old.rows, old.row, line: rows.line(row))
      return
    }
    all.append(rows.user(row), rest)
    if old == nil {
      receipt.added += 1
    } else {
      receipt.changed += 1
      replaced.append(rows.key(row))
    }
    note(old == nil ? .isAdded : .isChanged, line: rows.line(row))
    if users.last != rows.user(row) { users.append(rows.user(row)) }
  }

  private mutating func addTwice(_ rows: FactRows, _ same: ClosedRange<Int>) {
    let lines = same.map(rows.line).sorted()
    let fault = FieldError(
      field: "id", value: rows.id(same.lowerBound),
      reason: "is a duplicate (first in line \(lines[0])); a record's key "
        + "(\(table.kind.key.joined(separator: ", "))) must be unique")
    faults += lines.dropFirst().map { RowError(kind: table.kind.name, line: $0, fault: fault) }
  }

  /// Adds a fault for each incoming row that refers to an attempt that its user does not have.
  package mutating func checkAttempts(_ incoming: PackedRows, among attempts: FactMerge) {
    guard let column = table.attempt, !incoming.isEmpty else { return }
    let known = FactRows(attempts.all, hasLines: false)
    var row = PackedRow(incoming)
    for index in 0..<incoming.count {
      row.move(to: incoming.range(index))
      // The line comes before the id.
      guard let id = row.text(column + 1), !known.contains(row.integer(at: 0), id) else { continue }
      let fault = FieldError(
        field: "attempt", value: id,
        reason: "matches no record of attempts of this user in this import or in the store")
      faults.append(RowError(kind: table.kind.name, line: row.integer(at: 1), fault: fault))
    }
  }
}

/// What identifies a fact among those of its kind.
package struct FactKey: Hashable, Sendable {
  package let user: Int
  package let id: ID

  package init(user: Int, id: ID) { (self.user, self.id) = (user, id) }
}

extension FactRows {
  fileprivate func key(_ row: Int) -> FactKey { FactKey(user: user(row), id: ID(text: id(row))) }
}

extension FactTable {
  /// A packed row from its id up to the withdrawal column, exclusive; nil if it is withdrawn.
  fileprivate func body(of rest: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    rest.withUnsafeBytes { bytes in
      // The user comes before the id.
      var position = bytes.count(ofValues: withdrawal - 1)
      let body = rest.prefix(position)
      return PackedValue(in: bytes, at: &position).integer == nil ? body : nil
    }
  }
}

extension UnsafeRawBufferPointer {
  /// The size of the first packed values in bytes.
  func count(ofValues values: Int) -> Int {
    var position = 0
    for _ in 0..<values { _ = PackedValue(in: self, at: &position) }
    return position
  }
}

extension PackedRows {
  fileprivate mutating func append(_ rows: FactRows, _ row: Int) { append(rows.user(row), rows.rest(row)) }

  fileprivate mutating func append(_ user: Int, _ rest: ArraySlice<UInt8>) {
    beginRow()
    append(user)
    append(packed: rest)
  }
}

extension ArraySlice<UInt8> {
  /// Packed values, with absent ones taken from an existing record, or NULL if there is none.
  fileprivate func completed(from known: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var result = PackedRows()
    withUnsafeBytes { given in
      known.withUnsafeBytes { known in
        var (position, place) = (0, 0)
        while position < given.count {
          let (start, knownStart) = (position, place)
          let value = PackedValue(in: given, at: &position)
          if !known.isEmpty { _ = PackedValue(in: known, at: &place) }
          guard case .absent = value else {
            result.append(packed: UnsafeRawBufferPointer(rebasing: given[start..<position]))
            continue
          }
          if known.isEmpty { result.appendNull() }
          result.append(packed: UnsafeRawBufferPointer(rebasing: known[knownStart..<place]))
        }
      }
    }
    return result.bytes[...]
  }
}
