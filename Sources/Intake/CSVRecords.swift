import Foundation
import Records

/// Records of one kind from CSV: a header row that names the fields in any order, then a row per record.
final class CSVRecords: RecordSource {
  let kind: RecordKind
  private var rows: CSVRows

  init(_ kind: RecordKind, _ source: any ByteSource, _ context: FieldContext) {
    self.kind = kind
    rows = CSVRows(kind, source, context)
  }

  var customFields: [String] { rows.customFields }

  func next() throws -> RecordItem? { try rows.next() }
}

/// The rows of a CSV file as records. A structure within the class, so that nothing is looked up on the way to a cell.
private struct CSVRows {
  let kind: RecordKind
  let context: FieldContext
  private var reader: CSVReader
  private var columns: [Column] = []
  /// The current one; the next is read into its memory, if nobody has kept it.
  private var row: RecordRow

  private struct Column {
    let target: Target
    var cells: CellReader
  }

  private enum Target {
    case field(Int)
    case custom(String)
  }

  init(_ kind: RecordKind, _ source: any ByteSource, _ context: FieldContext) {
    self.kind = kind
    self.context = context
    reader = CSVReader(source)
    row = RecordRow(kind: kind)
  }

  var customFields: [String] {
    columns.compactMap { if case .custom(let id) = $0.target { id } else { nil } }
  }

  mutating func next() throws -> RecordItem? {
    if columns.isEmpty {
      guard let header = try header() else { return nil }
      columns = header
    }
    guard try reader.next() else { return nil }
    if let defect = defect(columns.count) { return .fault(fault("", "", defect)) }
    if !row.custom.isEmpty { row.custom = [:] }
    do throws(FieldFault) {
      for index in columns.indices { try set(index) }
    } catch {
      return .fault(RowFault(kind: kind.name, line: reader.line, fault: error))
    }
    return row.settle().map { .fault(RowFault(kind: kind.name, line: reader.line, fault: $0)) }
      ?? .row(row, line: reader.line)
  }

  private mutating func set(_ index: Int) throws(FieldFault) {
    let range = reader.cell(index)
    switch columns[index].target {
    case .field(let field): row.values[field] = try columns[index].cells.read(reader.bytes, range, context)
    case .custom(let id):
      if !range.isEmpty { row.custom[id] = try columns[index].cells.read(reader.bytes, range, context).text }
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
  private mutating func header() throws -> [Column]? {
    guard try reader.next() else { return nil }
    if let defect = reader.defect { throw fault("", "", "the header \(defect)") }
    var seen: Set<ID> = []
    let columns = try reader.ends.indices.map { index in
      let name = String(decoding: reader.bytes[reader.cell(index)], as: UTF8.self)
      if name.isEmpty { throw fault("", "", "the header names no column in its cell \(index + 1)") }
      guard seen.insert(ID(text: name)).inserted else { throw fault(name, name, "is a column that stands twice") }
      return try column(name)
    }
    for field in kind.fields where field.isRequired && !seen.contains(field.name) {
      throw fault(field.name, "", "is missing: the header has no column \(field.name), which is required")
    }
    return columns
  }

  private func column(_ name: String) throws -> Column {
    if let index = kind.index(of: name) {
      return Column(target: .field(index), cells: CellReader(kind.fields[index]))
    }
    if kind.takesCustomFields, name.hasPrefix("custom:"), name.count > 7 {
      let id = String(name.dropFirst(7))
      return Column(target: .custom(id), cells: CellReader(.custom(id)))
    }
    throw fault(name, name, kind.unknownField(name))
  }
}

/// Reads the cells of a column. Courses, sessions, languages and the like repeat from row to row: a cell with the bytes
/// of the one before has its value.
private struct CellReader {
  private let field: Field
  private let repeats: Bool
  private var lastBytes: [UInt8] = []
  private var lastValue: FieldValue

  init(_ field: Field) {
    self.field = field
    lastValue = field.fallback
    repeats =
      switch field.type {
      case .reference, .item, .choice, .language, .timeZone: true
      default: false
      }
  }

  mutating func read(
    _ bytes: [UInt8], _ range: Range<Int>, _ context: FieldContext
  ) throws(FieldFault) -> FieldValue {
    guard repeats, !range.isEmpty else { return try field.read(bytes.span.extracting(range), context) }
    if isLast(bytes, range) { return lastValue }
    lastValue = try field.read(bytes.span.extracting(range), context)
    lastBytes.removeAll(keepingCapacity: true)
    lastBytes.append(contentsOf: bytes[range])
    return lastValue
  }

  private func isLast(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    guard range.count == lastBytes.count else { return false }
    return bytes.withUnsafeBytes { bytes in
      lastBytes.withUnsafeBytes { memcmp(bytes.baseAddress! + range.lowerBound, $0.baseAddress!, $0.count) == 0 }
    }
  }
}
