/// The columns of a SELECT and how a row of them is decoded, as one thing: what decodes a row names each column where it
/// reads it, so no position can be wrong.
package struct RowReader<Value>: Sendable {
  /// The SELECT list.
  package let columns: SQLText
  /// The number of columns.
  package let count: Int
  private let decode: @Sendable (inout NamedColumns) -> Value

  /// - Parameter decode: reads the same columns in the same order from every row, none of them behind a condition. It
  ///   is called once without a row, which gives the SELECT list.
  package init(_ decode: @escaping @Sendable (inout NamedColumns) -> Value) {
    var names = NamedColumns(row: nil)
    _ = decode(&names)
    columns = names.list.joined(separator: ", ")
    count = names.list.count
    self.decode = decode
  }

  /// Decodes a row of a statement whose SELECT list begins with `columns`.
  package func read(_ row: any SQLRow) -> Value {
    var columns = NamedColumns(row: row)
    let value = decode(&columns)
    assert(columns.next == count, "A column is read behind a condition.")
    return value
  }
}

/// The columns of one row, each named by its SQL, which is evaluated only for the SELECT list.
package struct NamedColumns {
  fileprivate let row: (any SQLRow)?
  fileprivate var list: [SQLText] = []
  fileprivate var next = 0

  fileprivate init(row: (any SQLRow)?) { self.row = row }

  package mutating func integer(_ sql: @autoclosure () -> SQLText) -> Int? { value(sql) { $0.integer($1) } ?? nil }
  package mutating func text(_ sql: @autoclosure () -> SQLText) -> String? { value(sql) { $0.text($1) } ?? nil }

  /// The value of a column that is never NULL.
  package mutating func integer(at sql: @autoclosure () -> SQLText) -> Int { integer(sql()) ?? 0 }
  package mutating func text(at sql: @autoclosure () -> SQLText) -> String { text(sql()) ?? "" }
  package mutating func flag(_ sql: @autoclosure () -> SQLText) -> Bool { integer(sql()) == 1 }

  private mutating func value<T>(_ sql: () -> SQLText, _ read: (any SQLRow, Int) -> T) -> T? {
    guard let row else {
      list.append(sql())
      return nil
    }
    next += 1
    return read(row, next - 1)
  }
}
