import DatabaseAccess
import Records

/// A chunk of up to 512 facts as read.
struct FactPortion: Sendable {
  /// The number of records read, including faulty ones.
  fileprivate(set) var count = 0
  /// Rows in the format of `RowsByUser`, except that a reference is an index in `names`.
  fileprivate(set) var rows = PackedRows()
  /// The distinct ids in each reference column; empty for other columns.
  fileprivate(set) var names: [[ID]]
  /// Faults of malformed rows.
  fileprivate(set) var faults: [RowFault] = []
  /// Whether there are records whose user and id are unknown.
  fileprivate(set) var hasUnreadable = false
  /// Whether rows omit values.
  fileprivate(set) var isPartial = false
}

/// Prefetches facts from several sources, one after another.
final class FactReading {
  private let ahead: ReadAhead<FactPortion?>
  /// Up to 512 rows each, about 32 MB in total: the reader should not wait while structure is stored.
  private static let portionsAhead = 1_024

  /// Starts reading.
  init(_ packers: [FactPacker]) {
    var waiting = packers[...]
    ahead = ReadAhead(room: Self.portionsAhead) {
      guard let packer = waiting.first else { return .none }
      if let portion = try packer.portion() { return .some(portion) }
      waiting.removeFirst()
      return .some(nil)
    }
  }

  /// The next chunk of the current source.
  /// - Returns: nil at the end of that source; the next call continues with the next source.
  func next() throws -> FactPortion? { try ahead.next() ?? nil }
}

/// Reads and packs the records of a source, on the reading thread.
final class FactPacker {
  private let table: FactTable
  private let source: any RecordSource
  /// Whether there are stored records that can supply omitted values.
  private let hasKnown: Bool
  /// The end field of a snapshot, which counts as given even if a row omits it.
  private let end: Int?
  /// For each reference column, the indexes of ids in the current chunk's `names`.
  private var places: [[ID: Int]]
  private static let recordsAtOnce = 512

  init(_ table: FactTable, _ source: any RecordSource, hasKnown: Bool, _ snapshot: Snapshot?) {
    self.table = table
    self.source = source
    self.hasKnown = hasKnown
    end = snapshot?.givenEnd(of: table.kind)
    places = table.cells.map { _ in [:] }
  }

  /// - Returns: nil at the end.
  func portion() throws -> FactPortion? {
    var portion = FactPortion(names: table.cells.map { _ in [] })
    for column in places.indices { places[column].removeAll(keepingCapacity: true) }
    // Rows are packed one by one to save memory.
    while portion.count < Self.recordsAtOnce, let item = try source.next() {
      portion.count += 1
      switch item {
      case .row(let row, let line): pack(row, line, into: &portion)
      case .faulty(let row, let line, _, let faults):
        portion.faults += faults.map { RowFault(kind: table.kind.name, line: line, fault: $0) }
        // The row is identified by user and id, which are the first columns.
        if table.cells.prefix(2).allSatisfy({ !row.values[$0.field].isNone }) {
          pack(row, line, into: &portion)
        } else {
          portion.hasUnreadable = true
        }
      case .fault(let fault):
        portion.faults.append(fault)
        portion.hasUnreadable = true
      }
    }
    portion.rows.trim()
    return portion.count == 0 ? nil : portion
  }

  private func pack(_ row: RecordRow, _ line: Int, into portion: inout FactPortion) {
    portion.rows.beginRow()
    let isPartial = hasKnown && row.given != .all
    for (column, cell) in table.cells.enumerated() {
      // The user comes before the line, the id after it.
      if column == 1 { portion.rows.append(line) }
      if isPartial, !row.given.contains(cell.field), cell.field != end {
        portion.rows.appendAbsent()
        portion.isPartial = true
        continue
      }
      switch row.values[cell.field] {
      case .none: portion.rows.appendNull()
      case .integer(let integer): portion.rows.append(integer)
      case .text(let text) where cell.target != nil:
        portion.rows.append(place(ID(text: text), column, &portion.names[column]))
      case .text(let text): portion.rows.append(text)
      }
    }
  }

  private func place(_ id: ID, _ column: Int, _ names: inout [ID]) -> Int {
    // Usually the id is the same as in the previous row.
    if let last = names.last, last == id { return names.count - 1 }
    if let place = places[column][id] { return place }
    places[column][id] = names.count
    names.append(id)
    return names.count - 1
  }
}
