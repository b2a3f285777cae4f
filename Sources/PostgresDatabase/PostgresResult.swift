import CLibPQ
import DatabaseAccess

/// The fetched rows of a result.
final class PostgresResult {
  private let handle: OpaquePointer?

  init(_ handle: OpaquePointer?) { self.handle = handle }

  deinit { PQclear(handle) }

  var count: Int { Int(PQntuples(handle)) }

  /// The number of rows that a statement inserted, updated or deleted.
  var changes: Int { Int(String(cString: PQcmdTuples(handle))) ?? 0 }

  /// Whether the statement changed rows, rather than read them.
  var hasChanges: Bool {
    changes > 0
      && ["INSERT", "UPDATE", "DELETE", "COPY"].contains { String(cString: PQcmdStatus(handle)).hasPrefix($0) }
  }

  subscript(row: Int) -> any SQLRow { Row(handle: handle, row: Int32(row)) }

  private struct Row: SQLRow {
    let handle: OpaquePointer?
    let row: Int32
    private static let boolean: UInt32 = 16
    /// OIDs of `bigint`, `smallint`, `integer` and `numeric`. Sums are numeric, but always integers here.
    private static let numbers: Set<UInt32> = [20, 21, 23, 1700]

    func text(_ column: Int) -> String? {
      let column = Int32(column)
      if PQgetisnull(handle, row, column) == 1 { return nil }
      let bytes = UnsafeRawPointer(PQgetvalue(handle, row, column))?.assumingMemoryBound(to: UInt8.self)
      let count = Int(PQgetlength(handle, row, column))
      return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    func integer(_ column: Int) -> Int? {
      guard let text = text(column) else { return nil }
      return PQftype(handle, Int32(column)) == Self.boolean ? (text == "t" ? 1 : 0) : Int(text)
    }

    func value(_ column: Int) -> SQLValue {
      let type = PQftype(handle, Int32(column))
      if Self.numbers.contains(type) || type == Self.boolean { return integer(column).map(SQLValue.integer) ?? .null }
      return text(column).map(SQLValue.text) ?? .null
    }

    func pack(_ columns: Int, into rows: inout PackedRows) {
      rows.beginRow()
      for column in 0..<columns {
        let type = PQftype(handle, Int32(column))
        if Self.numbers.contains(type) || type == Self.boolean {
          rows.append(integer(column))
        } else {
          pack(column, &rows)
        }
      }
    }

    private func pack(_ column: Int, _ rows: inout PackedRows) {
      let column = Int32(column)
      if PQgetisnull(handle, row, column) == 1 { return rows.appendNull() }
      let bytes = UnsafeRawPointer(PQgetvalue(handle, row, column))?.assumingMemoryBound(to: UInt8.self)
      rows.append(text: UnsafeBufferPointer(start: bytes, count: Int(PQgetlength(handle, row, column))))
    }
  }
}
