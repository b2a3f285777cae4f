package import DatabaseAccess
package import Records

/// Rows of one kind on their way into the store: first into a temporary table as they were read, then, all together,
/// checked and moved. Set-based, so that memory does not grow with rows and every engine does it alike.
package final class Staging {
  package let kind: RecordKind
  let source: SourceKind
  let table: RecordTable
  let session: any SQLSession
  private let insertion: any SQLRepetition
  private let sorted: [Int]
  /// The stage's columns, in order.
  let columns: [String]
  let faulty: FaultyRecords
  /// Ids of the custom fields that the staged rows have columns for.
  private(set) var customFields: [String] = []
  /// Whether rows leave fields out, and whether custom fields among them.
  private(set) var isPartial = false
  private(set) var leavesCustomOut = false
  /// Whether rows have faults: in the column `flaw`, a bit for each field that could not be read, or by the table `flawed`.
  var hasFlaws = false

  /// Opens an empty stage; `take` closes it.
  package init(_ kind: RecordKind, of source: SourceKind, in session: any SQLSession, _ faulty: FaultyRecords) throws {
    self.kind = kind
    self.source = source
    self.session = session
    self.faulty = faulty
    table = RecordTable(kind)
    sorted = RecordTable.sortedFields(of: kind).compactMap { kind.index(of: $0) }
    let integer = session.dialect.integerType
    let fields = kind.fields.map { ("f_" + $0.name, $0.type.isInteger ? integer : "text") }
    let columns =
      [("line", integer), ("given", integer), ("flaw", integer)] + fields
      + (kind.takesCustomFields ? [("f_custom", "text"), ("f_emptied", "text")] : [])
      + sorted.map { ("f_" + kind.fields[$0].name + "_key", "text") }
    self.columns = columns.map(\.0)
    try session.run(SQLText(raw: "DROP TABLE IF EXISTS stage"))
    try session.run(SQLText(raw: "DROP TABLE IF EXISTS flawed"))
    try session.run(SQLText(raw: "CREATE TEMP TABLE flawed (line \(integer))"))
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
    let (kind, sorted) = (kind, sorted)
    let ahead = ReadAhead(room: 4) { try source.portion().map { StagedPortion($0, kind, sorted) } }
    while let portion = try ahead.next() {
      try insertion.run(portion.rows)
      for fault in portion.faults { faults.insert(fault) }
      isPartial = isPartial || portion.isPartial
      leavesCustomOut = leavesCustomOut || portion.leavesCustomOut
      hasFlaws = hasFlaws || portion.hasFlaws
      if portion.hasUnreadable { faulty.leaveUnjudged(kind.name) }
      progress(portion.count)
    }
    try insertion.finish()
    customFields = source.customFields
    return faults
  }

  /// Drops the temporary tables.
  package func clear() throws {
    for table in ["resolved", "stage", "flawed"] { try session.run(SQLText(raw: "DROP TABLE IF EXISTS \(table)")) }
  }
}

/// Some hundred records as they stand on the stage.
private struct StagedPortion: Sendable {
  let count: Int
  fileprivate(set) var rows = PackedRows()
  private(set) var faults: [RowFault] = []
  private(set) var isPartial = false
  fileprivate(set) var leavesCustomOut = false
  private(set) var hasFlaws = false
  /// Whether there are records of which nothing is known.
  private(set) var hasUnreadable = false

  /// - Parameter sorted: fields that are kept a second time, as they are compared.
  init(_ items: [RecordItem], _ kind: RecordKind, _ sorted: [Int]) {
    count = items.count
    for item in items {
      switch item {
      case .row(let row, let line): add(row, line, sorted)
      case .faulty(let row, let line, let unreadable, let found):
        add(row, line, sorted, flaw: unreadable)
        faults += found.map { RowFault(kind: kind.name, line: line, fault: $0) }
        hasFlaws = true
      case .fault(let fault):
        faults.append(fault)
        hasUnreadable = true
      }
    }
  }

  /// - Parameters:
  ///   - line: where it stood (line of a file, place in a batch), for messages.
  ///   - flaw: the fields that could not be read; nil for a row without faults.
  private mutating func add(_ row: RecordRow, _ line: Int, _ sorted: [Int], flaw: FieldSet? = nil) {
    rows.beginRow()
    rows.append(line)
    if row.given == .all {
      rows.appendNull()
    } else {
      rows.append(row.given.bits)
      isPartial = true
    }
    rows.append(flaw?.bits)
    for value in row.values { rows.append(value.sql) }
    if row.kind.takesCustomFields { addCustom(row) }
    for index in sorted { rows.append(sortKey(row.values[index].text ?? "")) }
  }
}

extension StagedPortion {
  /// The custom values, and which of a known record's are taken away.
  fileprivate mutating func addCustom(_ row: RecordRow) {
    let emptied = row.custom.filter(\.value.isEmpty).keys.sorted()
    let values = emptied.isEmpty ? row.custom : row.custom.filter { !$0.value.isEmpty }
    rows.append(JSONText.object(values).map(SQLValue.text) ?? .null)
    rows.append(emptied.isEmpty ? .null : .text(JSONText.array(emptied)))
    if !row.givesAllCustom { leavesCustomOut = true }
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
