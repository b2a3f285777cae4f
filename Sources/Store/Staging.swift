package import DatabaseAccess
package import Records
import Support

/// Imports rows of one kind: they go to a temporary table as read, and are then checked and merged all together.
/// Set-based, so that memory does not grow with the number of rows and all engines behave the same.
package final class Staging {
  package let kind: RecordKind
  let source: Source
  let table: RecordTable
  let session: any SQLSession
  private let insertion: any BatchInsert
  private let sorted: [Int]
  /// The columns of the stage, in order.
  let columns: [String]
  let faulty: FaultyRecords
  /// Ids of the custom fields that the staged rows have columns for.
  private(set) var customFields: [String] = []
  /// Whether rows omit fields, and whether they omit custom fields.
  private(set) var isPartial = false
  private(set) var leavesCustomOut = false
  /// Whether rows have faults: in the column `flaw`, with a bit for each unreadable field, or in the table `flawed`.
  var hasFlaws = false

  /// Opens an empty stage; `clear` drops it.
  package init(_ kind: RecordKind, of source: Source, in session: any SQLSession, _ faulty: FaultyRecords) throws {
    self.kind = kind
    self.source = source
    self.session = session
    self.faulty = faulty
    table = RecordTable(kind)
    sorted = RecordTable.sortedFields(of: kind).compactMap { kind.index(of: $0) }
    let integer = session.dialect.words.integer
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

  /// Stages all records of a source; a separate thread reads and packs them, unless they are in memory.
  /// - Parameter progress: receives the number of records of each chunk.
  /// - Returns: the faults of invalid records.
  package func add(
    _ source: any RecordSource, faultLimit: Int, progress: (Int) -> Void = { _ in }
  ) throws -> ValidationErrors {
    var faults = ValidationErrors(limit: faultLimit)
    nonisolated(unsafe) let source = source
    let (kind, sorted) = (kind, sorted)
    let read = { try source.chunk().map { StagedChunk($0, kind, sorted) } }
    let next = source.isInMemory ? read : Prefetcher(room: 4, read).next
    while let chunk = try next() {
      try insertion.run(chunk.rows)
      for fault in chunk.faults { faults.insert(fault) }
      isPartial = isPartial || chunk.isPartial
      leavesCustomOut = leavesCustomOut || chunk.leavesCustomOut
      hasFlaws = hasFlaws || chunk.hasFlaws
      if chunk.hasUnreadable { faulty.leaveUnjudged(kind.name) }
      progress(chunk.count)
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

/// A chunk of up to 512 records in the form of the stage.
private struct StagedChunk: Sendable {
  let count: Int
  fileprivate(set) var rows = PackedRows()
  private(set) var faults: [RowError] = []
  private(set) var isPartial = false
  fileprivate(set) var leavesCustomOut = false
  private(set) var hasFlaws = false
  /// Whether there are records that could not be read at all.
  private(set) var hasUnreadable = false

  /// - Parameter sorted: fields that are stored again as sort keys.
  init(_ items: [RecordItem], _ kind: RecordKind, _ sorted: [Int]) {
    count = items.count
    for item in items {
      switch item {
      case .row(let row, let line): add(row, line, sorted)
      case .faulty(let row, let line, let unreadable, let found):
        add(row, line, sorted, flaw: unreadable)
        faults += found.map { RowError(kind: kind.name, line: line, fault: $0) }
        hasFlaws = true
      case .fault(let fault):
        faults.append(fault)
        hasUnreadable = true
      }
    }
  }

  /// - Parameters:
  ///   - line: the line of a file or the position in a batch, for messages.
  ///   - flaw: the unreadable fields; nil for a row without faults.
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

extension StagedChunk {
  /// Appends the custom values, and the ids of those that an existing record loses.
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
