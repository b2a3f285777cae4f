package import DatabaseAccess
package import Records

/// Rows of one kind on their way into the store: first into a temporary table as they were read, then, all together,
/// checked and moved. Set-based, so that memory does not grow with rows and every engine does it alike.
package final class Staging {
  package let kind: RecordKind
  let table: RecordTable
  let session: any SQLSession
  private let insertion: any SQLRepetition
  private let sorted: [Int]
  /// Ids of the custom fields that the staged rows have columns for.
  private(set) var customFields: [String] = []

  /// Opens an empty stage; `take` closes it.
  package init(_ kind: RecordKind, in session: any SQLSession) throws {
    self.kind = kind
    self.session = session
    table = RecordTable(kind)
    sorted = RecordTable.sortedFields(of: kind).compactMap { kind.index(of: $0) }
    let integer = session.dialect.integerType
    let fields = kind.fields.map { ("f_" + $0.name, $0.type.isInteger ? integer : "text") }
    let columns =
      [("line", integer)] + fields + (kind.takesCustomFields ? [("f_custom", "text")] : [])
      + sorted.map { ("f_" + kind.fields[$0].name + "_key", "text") }
    try session.run(SQLText(raw: "DROP TABLE IF EXISTS stage"))
    let definition = columns.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    try session.run(SQLText(raw: "CREATE TEMP TABLE stage (\(definition))"))
    insertion = try session.insertion(into: "stage", columns: columns.map(\.0))
  }

  /// Puts all records of a source on the stage.
  /// - Parameter progress: called after each record.
  /// - Returns: the faults of those that are none.
  package func add(_ source: any RecordSource, faultLimit: Int, progress: () -> Void = {}) throws -> Faults {
    var faults = Faults(limit: faultLimit)
    try ReadAhead.each(source) { item in
      switch item {
      case .row(let row, let line): try add(row, line: line)
      case .fault(let fault): faults.add(fault)
      }
      progress()
    }
    try insertion.finish()
    customFields = source.customFields
    return faults
  }

  /// Puts one row on the stage.
  /// - Parameter line: where it stood (line of a file, place in a batch), for messages.
  private func add(_ row: RecordRow, line: Int) throws {
    var values: [SQLValue] = [.integer(line)]
    values.reserveCapacity(row.values.count + 3)
    for value in row.values { values.append(value.sql) }
    if kind.takesCustomFields { values.append(JSONText.object(row.custom).map(SQLValue.text) ?? .null) }
    for index in sorted { values.append(.text(sortKey(row.values[index].text ?? ""))) }
    try insertion.run(values)
  }

  /// Drops the temporary tables.
  package func clear() throws {
    try session.run("DROP TABLE IF EXISTS resolved")
    try session.run("DROP TABLE IF EXISTS stage")
  }
}

extension FieldType {
  var isInteger: Bool {
    switch self {
    case .instant, .end, .date, .duration, .percentage, .boolean, .number: true
    default: false
    }
  }
}

extension FieldValue {
  var sql: SQLValue {
    switch self {
    case .none: .null
    case .text(let text): .text(text)
    case .integer(let integer): .integer(integer)
    }
  }
}
