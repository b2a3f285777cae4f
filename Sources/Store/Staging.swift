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

  /// Puts all records of a source on the stage; they are read and packed by a thread of its own.
  /// - Parameter progress: told how many records were read, every now and then.
  /// - Returns: the faults of those that are none.
  package func add(
    _ source: any RecordSource, faultLimit: Int, progress: (Int) -> Void = { _ in }
  ) throws -> Faults {
    var faults = Faults(limit: faultLimit)
    nonisolated(unsafe) let source = source
    let sorted = sorted
    let ahead = ReadAhead(room: 4) { try source.portion().map { StagedPortion($0, sorted) } }
    while let portion = try ahead.next() {
      try insertion.run(portion.rows)
      for fault in portion.faults { faults.add(fault) }
      progress(portion.count)
    }
    try insertion.finish()
    customFields = source.customFields
    return faults
  }

  /// Drops the temporary tables.
  package func clear() throws {
    try session.run("DROP TABLE IF EXISTS resolved")
    try session.run("DROP TABLE IF EXISTS stage")
  }
}

/// Some hundred records as they stand on the stage.
private struct StagedPortion: Sendable {
  let count: Int
  private(set) var rows = PackedRows()
  private(set) var faults: [RowFault] = []

  /// - Parameter sorted: fields that are kept a second time, as they are compared.
  init(_ items: [RecordItem], _ sorted: [Int]) {
    count = items.count
    for item in items {
      switch item {
      case .row(let row, let line): add(row, line, sorted)
      case .fault(let fault): faults.append(fault)
      }
    }
  }

  /// - Parameter line: where it stood (line of a file, place in a batch), for messages.
  private mutating func add(_ row: RecordRow, _ line: Int, _ sorted: [Int]) {
    rows.beginRow()
    rows.append(line)
    for value in row.values { rows.append(value.sql) }
    if row.kind.takesCustomFields { rows.append(JSONText.object(row.custom).map(SQLValue.text) ?? .null) }
    for index in sorted { rows.append(sortKey(row.values[index].text ?? "")) }
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
