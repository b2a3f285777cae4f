package import DatabaseAccess
package import Records
import Foundation

/// The facts of one kind of some users: those in the store and those that come in, made one. Reads no database.
package struct FactMerge: Sendable {
  /// All, by user and id.
  package private(set) var all = PackedRows()
  package private(set) var added = PackedRows()
  /// Those that differ from what is in the store.
  package private(set) var changed = PackedRows()
  /// The users of both, ascending.
  package private(set) var users: [Int] = []
  package private(set) var receipt = Receipt()
  package private(set) var faults: [RowFault] = []

  private let kind: RecordKind

  /// - Parameters:
  ///   - stored: rows of the table.
  ///   - incoming: rows as `RowsByUser` hands them out, with their line.
  package init(_ table: FactTable, stored: PackedRows, incoming: PackedRows) {
    kind = table.kind
    if incoming.isEmpty {
      all = stored
      return
    }
    let olds = FactRows(stored, hasLines: false)
    let news = FactRows(incoming, hasLines: true)
    var (old, new) = (0, 0)
    while new < news.count {
      let last = news.lastOfSame(new)
      if last > new { addTwice(news, new...last) }
      while old < olds.count, olds.comparison(old, news, new) < 0 { old += keep(olds, old) }
      if old < olds.count, olds.comparison(old, news, new) == 0 {
        take(news, last, over: (olds, old))
        old += 1
      } else {
        take(news, last, over: nil)
      }
      new = last + 1
    }
    while old < olds.count { old += keep(olds, old) }
  }

  private mutating func keep(_ rows: FactRows, _ row: Int) -> Int {
    all.append(rows, row)
    return 1
  }

  private mutating func take(_ rows: FactRows, _ row: Int, over old: (rows: FactRows, row: Int)?) {
    all.append(rows, row)
    if let old, old.rows.rest(old.row) == rows.rest(row) {
      receipt.same += 1
      return
    }
    if old == nil {
      receipt.added += 1
      added.append(rows, row)
    } else {
      receipt.changed += 1
      changed.append(rows, row)
    }
    if users.last != rows.user(row) { users.append(rows.user(row)) }
  }

  private mutating func addTwice(_ rows: FactRows, _ same: ClosedRange<Int>) {
    let lines = same.map(rows.line)
    let fault = FieldFault(
      field: "id", value: rows.id(same.lowerBound),
      reason: "stands here a second time (first in line \(lines.min() ?? 0)); a record's key "
        + "(\(kind.key.joined(separator: ", "))) is unique")
    faults.append(RowFault(kind: kind.name, line: lines.max() ?? 0, fault: fault))
  }

  /// Adds a fault for each incoming row that names an attempt which its user has not made.
  package mutating func checkAttempts(_ table: FactTable, _ incoming: PackedRows, among attempts: FactMerge) {
    guard let column = table.attempt, !incoming.isEmpty else { return }
    let known = FactRows(attempts.all, hasLines: false)
    var row = PackedRow(incoming)
    for index in 0..<incoming.count {
      row.move(to: incoming.range(index))
      // The line stands before the id.
      guard let id = row.text(column + 1), !known.contains(row.integer(at: 0), id) else { continue }
      let fault = FieldFault(
        field: "attempt", value: id,
        reason: "names no record of attempts of this user, neither in this batch nor in the store")
      faults.append(RowFault(kind: kind.name, line: row.integer(at: 1), fault: fault))
    }
  }
}

extension PackedRows {
  fileprivate mutating func append(_ rows: FactRows, _ row: Int) {
    beginRow()
    append(rows.user(row))
    append(packed: rows.rest(row))
  }
}
