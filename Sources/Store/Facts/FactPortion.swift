import DatabaseAccess
import Records

/// Some hundred facts as they were read.
struct FactPortion: Sendable {
  /// How many records were read, whole or not.
  fileprivate(set) var count = 0
  /// As `RowsByUser` keeps them, but for each record that they name its place in `names`.
  fileprivate(set) var rows = PackedRows()
  /// The ids that a column names, each once; none for a column that holds values.
  fileprivate(set) var names: [[ID]]
  /// What is wrong with the form of those that are none.
  fileprivate(set) var faults: [RowFault] = []
  /// Whether there are records of which not even user and id are known.
  fileprivate(set) var hasUnreadable = false
  /// Whether rows have values that are not given.
  fileprivate(set) var isPartial = false
}

/// Reads sources of facts, one after another, ahead of who stores them.
final class FactReading {
  private let ahead: ReadAhead<FactPortion?>
  /// Some hundred rows each: about 32 MB. Structure is stored meanwhile; the reader should not have to wait for it.
  private static let portionsAhead = 1_024

  /// Begins to read.
  init(_ packers: [FactPacker]) {
    var waiting = packers[...]
    ahead = ReadAhead(room: Self.portionsAhead) {
      guard let packer = waiting.first else { return .none }
      if let portion = try packer.portion() { return .some(portion) }
      waiting.removeFirst()
      return .some(nil)
    }
  }

  /// The next portion of the source whose turn it is.
  /// - Returns: nil at its end; then it is the next one's turn.
  func next() throws -> FactPortion? { try ahead.next() ?? nil }
}

/// Reads and packs the records of a source; on the reading thread.
final class FactPacker {
  private let table: FactTable
  private let source: any RecordSource
  /// Whether there are records from which a row may take what it leaves out.
  private let hasKnown: Bool
  /// The field that a row gives, whether it has it or not.
  private let end: Int?
  /// Of each column that names records: where its ids stand in the portion at hand.
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
    // One by one: a row that is packed at once costs no memory.
    while portion.count < Self.recordsAtOnce, let item = try source.next() {
      portion.count += 1
      switch item {
      case .row(let row, let line): pack(row, line, into: &portion)
      case .faulty(let row, let line, _, let faults):
        portion.faults += faults.map { RowFault(kind: table.kind.name, line: line, fault: $0) }
        // Known by its user and id, which are the first columns.
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
      // The user stands before the line, the id after it.
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
    // Mostly the same as in the row before.
    if let last = names.last, last == id { return names.count - 1 }
    if let place = places[column][id] { return place }
    places[column][id] = names.count
    names.append(id)
    return names.count - 1
  }
}
