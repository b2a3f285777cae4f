import DatabaseAccess
import Records
import Support

/// A chunk of up to 512 facts as read.
struct FactChunk: Sendable {
  /// The number of records read, including faulty ones.
  fileprivate(set) var count = 0
  /// Rows in the format of `UserSortedRows`, except that a reference is an index in `names`.
  fileprivate(set) var rows = PackedRows()
  /// The distinct ids in each reference column; empty for other columns.
  fileprivate(set) var names: [[ID]]
  /// Faults of malformed rows.
  fileprivate(set) var faults: [RowError] = []
  /// Whether there are records whose user and id are unknown.
  fileprivate(set) var hasUnreadable = false
  /// Whether rows omit values.
  fileprivate(set) var isPartial = false
}

/// Reads facts from several sources, one after another; prefetches those that are not in memory.
final class FactReading {
  private let read: () throws -> FactChunk??
  /// Up to 512 rows each, about 32 MB in total: the reader should not wait while structure is stored.
  private static let chunksAhead = 1_024

  /// Starts reading.
  init(_ packers: [FactPacker]) {
    var waiting = packers[...]
    let read: () throws -> FactChunk?? = {
      guard let packer = waiting.first else { return .none }
      if let chunk = try packer.chunk() { return .some(chunk) }
      waiting.removeFirst()
      return .some(nil)
    }
    self.read = packers.allSatisfy(\.isInMemory) ? read : Prefetcher(room: Self.chunksAhead, read).next
  }

  /// The next chunk of the current source.
  /// - Returns: nil at the end of that source; the next call continues with the next source.
  func next() throws -> FactChunk? { try read() ?? nil }
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

  var isInMemory: Bool { source.isInMemory }

  init(_ table: FactTable, _ source: any RecordSource, hasKnown: Bool, _ snapshot: Snapshot?) {
    self.table = table
    self.source = source
    self.hasKnown = hasKnown
    end = snapshot?.givenEnd(of: table.kind)
    places = table.cells.map { _ in [:] }
  }

  /// - Returns: nil at the end.
  func chunk() throws -> FactChunk? {
    var chunk = FactChunk(names: table.cells.map { _ in [] })
    for column in places.indices { places[column].removeAll(keepingCapacity: true) }
    // Rows are packed one by one to save memory.
    while chunk.count < Self.recordsAtOnce, let item = try source.next() {
      chunk.count += 1
      switch item {
      case .row(let row, let line): pack(row, line, into: &chunk)
      case .faulty(let row, let line, _, let faults):
        chunk.faults += faults.map { RowError(kind: table.kind.name, line: line, fault: $0) }
        // The row is identified by user and id, which are the first columns.
        if table.cells.prefix(2).allSatisfy({ !row.values[$0.field].isNone }) {
          pack(row, line, into: &chunk)
        } else {
          chunk.hasUnreadable = true
        }
      case .fault(let fault):
        chunk.faults.append(fault)
        chunk.hasUnreadable = true
      }
    }
    chunk.rows.trim()
    return chunk.count == 0 ? nil : chunk
  }

  private func pack(_ row: RecordRow, _ line: Int, into chunk: inout FactChunk) {
    chunk.rows.beginRow()
    let isPartial = hasKnown && row.given != .all
    for (column, cell) in table.cells.enumerated() {
      // The user comes before the line, the id after it.
      if column == 1 { chunk.rows.append(line) }
      if isPartial, !row.given.contains(cell.field), cell.field != end {
        chunk.rows.appendAbsent()
        chunk.isPartial = true
        continue
      }
      switch row.values[cell.field] {
      case .none: chunk.rows.appendNull()
      case .integer(let integer): chunk.rows.append(integer)
      case .text(let text) where cell.target != nil:
        chunk.rows.append(place(ID(text: text), column, &chunk.names[column]))
      case .text(let text): chunk.rows.append(text)
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
