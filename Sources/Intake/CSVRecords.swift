import Records

/// Records of one kind from CSV: a header row that names the fields in any order, then a row per record.
final class CSVRecords: RecordSource {
  let kind: RecordKind
  private let context: FieldContext
  private var reader: CSVReader
  private var columns: [Column]?

  private enum Column {
    case field(Int)
    case custom(String)
  }

  init(_ kind: RecordKind, _ source: any ByteSource, _ context: FieldContext) {
    self.kind = kind
    self.context = context
    reader = CSVReader(source)
  }

  var customFields: [String] {
    (columns ?? []).compactMap { if case .custom(let id) = $0 { id } else { nil } }
  }

  func next() throws -> RecordItem? {
    guard let columns = try columns ?? header() else { return nil }
    self.columns = columns
    guard try reader.next() else { return nil }
    if let defect = defect(columns.count) { return .fault(fault("", "", defect)) }
    var row = RecordRow(kind: kind)
    do {
      for (index, column) in columns.enumerated() { try set(column, reader.cell(index), in: &row) }
    } catch let error as FieldFault {
      return .fault(RowFault(kind: kind.name, line: reader.line, fault: error))
    }
    return row.fault().map { .fault(RowFault(kind: kind.name, line: reader.line, fault: $0)) }
      ?? .row(row, line: reader.line)
  }

  private func set(_ column: Column, _ range: Range<Int>, in row: inout RecordRow) throws {
    let bytes = reader.bytes
    let text = bytes.span.extracting(range)
    switch column {
    case .field(let field): row.values[field] = try kind.fields[field].read(text, context)
    case .custom(let id): if !range.isEmpty { row.custom[id] = try Field.custom(id).read(text, context).text }
    }
  }

  private func defect(_ expected: Int) -> String? {
    if let defect = reader.defect { return "the row \(defect)" }
    let count = reader.ends.count
    return count == expected ? nil : "the row has \(count) cells, but the header names \(expected) columns"
  }

  private func fault(_ field: String, _ value: String, _ reason: String) -> RowFault {
    RowFault(kind: kind.name, line: reader.line, fault: FieldFault(field: field, value: value, reason: reason))
  }

  /// - Returns: nil for an empty file.
  /// - Throws: `RowFault` for a header with an unknown, a double or a missing column.
  private func header() throws -> [Column]? {
    guard try reader.next() else { return nil }
    if let defect = reader.defect { throw fault("", "", "the header \(defect)") }
    var seen: Set<String> = []
    let columns = try reader.ends.indices.map { index in
      let name = String(decoding: reader.bytes[reader.cell(index)], as: UTF8.self)
      if name.isEmpty { throw fault("", "", "the header names no column in its cell \(index + 1)") }
      guard seen.insert(name).inserted else { throw fault(name, name, "is a column that stands twice") }
      return try column(name)
    }
    for field in kind.fields where field.isRequired && !seen.contains(field.name) {
      throw fault(field.name, "", "is missing: the header has no column \(field.name), which is required")
    }
    return columns
  }

  private func column(_ name: String) throws -> Column {
    if let index = kind.index(of: name) { return .field(index) }
    if kind.takesCustomFields, name.hasPrefix("custom:"), name.count > 7 { return .custom(String(name.dropFirst(7))) }
    throw fault(name, name, kind.unknownField(name))
  }
}
