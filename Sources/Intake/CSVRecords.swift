import Records

/// Records of one kind from CSV: a header row with the fields in any order, then a row per record.
final class CSVRecords: RecordSource {
  let kind: RecordKind
  private var rows: CSVRows
  private var isAtEnd = false

  init(_ kind: RecordKind, _ source: any ByteSource, _ context: FieldContext, _ layout: CSVLayout = CSVLayout()) {
    self.kind = kind
    let context = FieldContext(now: context.now, readsDecimalComma: layout.hasDecimalComma)
    rows = CSVRows(kind, CSVReader(source, separator: layout.separator.byte), context, layout.separator)
  }

  var customFields: [String] { rows.header?.customFields ?? [] }

  func next() throws -> RecordItem? {
    if isAtEnd { return nil }
    do { return try rows.next() } catch let error as UnreadableFile {
      isAtEnd = true
      return .fault(error.fault(kind))
    }
  }
}

/// The rows of a CSV file as records. A struct inside the class, to avoid dynamic look-ups for each cell.
private struct CSVRows {
  let kind: RecordKind
  let context: FieldContext
  let separator: CSVLayout.Separator
  private(set) var header: CSVHeader?
  private var columns: [CSVHeader.Column] = []
  private var reader: CSVReader
  /// The current row; its memory is reused for the next row if no copy of it exists.
  private var row: RecordRow
  /// Faults of the header, reported before anything else.
  private var waiting: ArraySlice<RowError> = []
  /// Lines of the first and the last pending blank row. Blank rows at the end of a file are ignored.
  private var blank: ClosedRange<Int>?
  /// Whether the reader is at a row that was not processed yet.
  private var isAtRow = false

  init(_ kind: RecordKind, _ reader: CSVReader, _ context: FieldContext, _ separator: CSVLayout.Separator) {
    self.kind = kind
    self.context = context
    self.separator = separator
    self.reader = reader
    row = RecordRow(kind: kind)
    row.givesAllCustom = false
  }

  mutating func next() throws -> RecordItem? {
    if header == nil {
      guard try reader.next() else { return nil }
      readHeader()
    }
    if let fault = waiting.popFirst() { return .fault(fault) }
    guard let header, !columns.isEmpty, try nextRow() else { return nil }
    if let blank {
      self.blank = nil
      return fault(Self.words(blank), line: blank.lowerBound)
    }
    isAtRow = false
    if let defect = reader.defect { return fault("the row \(defect)", line: reader.line) }
    return read(header.width)
  }

  /// - Returns: false at the end, where blank rows are ignored.
  private mutating func nextRow() throws -> Bool {
    if isAtRow { return true }
    while try reader.next() {
      guard reader.isBlank else {
        isAtRow = true
        return true
      }
      blank = (blank?.lowerBound ?? reader.line)...reader.line
    }
    return false
  }

  private static func words(_ blank: ClosedRange<Int>) -> String {
    blank.count == 1
      ? "the row is blank, but more rows follow; remove it"
      : "the rows up to line \(blank.upperBound) are blank, but more rows follow; remove them"
  }

  private mutating func readHeader() {
    let cells = reader.ends.indices.map { String(decoding: reader.bytes[reader.cell($0)], as: UTF8.self) }
    let header = CSVHeader(cells, defect: reader.defect, kind, separator)
    waiting = ArraySlice(header.faults.map { RowError(kind: kind.name, line: reader.line, fault: $0) })
    columns = header.faults.isEmpty ? header.columns : []
    row.given = header.given(kind)
    self.header = header
  }

  private mutating func read(_ width: Int) -> RecordItem {
    let count = reader.ends.count
    if count < columns.count || count > width { return shortOrLong() }
    if count > columns.count, let fault = extraCell() { return fault }
    if !row.custom.isEmpty { row.custom = [:] }
    var (faults, unreadable) = ([FieldError](), FieldSet.none)
    for index in columns.indices {
      do throws(FieldError) { try set(index) } catch {
        faults.append(error)
        guard case .field(let field) = columns[index].target else { continue }
        unreadable.insert(field)
        row.values[field] = .none
      }
    }
    faults += row.settleFromOutside(besides: unreadable)
    return faults.isEmpty
      ? .row(row, line: reader.line) : .faulty(row, line: reader.line, unreadable: unreadable, faults)
  }

  private mutating func set(_ index: Int) throws(FieldError) {
    let range = reader.cell(index)
    switch columns[index].target {
    case .field(let field): row.values[field] = try columns[index].cells.read(reader.bytes, range, context)
    case .custom(let id):
      row.custom[id] = range.isEmpty ? "" : try columns[index].cells.read(reader.bytes, range, context).text
    }
  }

  /// The fault of a row with too few or too many cells. If the first column is the id, the row is identified by it.
  private func shortOrLong() -> RecordItem {
    let names = "\(columns.count) column\(columns.count == 1 ? "" : "s")"
    let cells = "\(reader.ends.count) cell\(reader.ends.count == 1 ? "" : "s")"
    return unread("", "the row has \(cells), but the header has \(names)")
  }

  /// The fault of a cell with a value that has no column in the header.
  private func extraCell() -> RecordItem? {
    for index in columns.count..<reader.ends.count {
      let text = String(decoding: reader.bytes[reader.cell(index)], as: UTF8.self)
      if text.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
      return unread(
        text, "is in cell \(index + 1), which has no column in the header; name the column or empty the cell")
    }
    return nil
  }

  private func unread(_ value: String, _ reason: String) -> RecordItem {
    let problem = FieldError(field: "", value: value, reason: reason)
    var known = RecordRow(kind: kind)
    guard case .field(let first) = columns[0].target, first == kind.idIndex,
      let id = try? kind.fields[first].read(reader.bytes.span.extracting(reader.cell(0)), context)
    else { return .fault(RowError(kind: kind.name, line: reader.line, fault: problem)) }
    known.values = kind.fields.map { _ in .none }
    known.values[first] = id
    return .faulty(known, line: reader.line, unreadable: .all, [problem])
  }

  private func fault(_ reason: String, line: Int) -> RecordItem {
    .fault(RowError(kind: kind.name, line: line, fault: FieldError(field: "", value: "", reason: reason)))
  }
}
