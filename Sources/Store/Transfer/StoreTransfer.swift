package import DatabaseAccess
import Support

/// Copies a whole store to an empty one of any engine, from one snapshot, in one transaction, chunk by chunk. Each
/// table is read back and compared before the commit.
package struct StoreTransfer: Sendable {
  private let source: any SQLDatabase
  private let target: any SQLDatabase
  private let tables: [StoreTable]
  /// Receives the number of rows of a table that were copied so far.
  private let progress: @Sendable (String, Int) -> Void

  package enum Fault: Error, CustomStringConvertible, Equatable {
    case notEmpty(table: String)
    case differs(table: String, read: Int, found: Int)
    case holdsNUL(table: String)

    package var description: String {
      switch self {
      case .notEmpty(let table): "The target store is not empty: the table \(table) has rows. Nothing was changed."
      case .differs(let table, let read, let found):
        "The copy of \(table) differs (\(read) rows in the source, \(found) in the target); nothing was changed."
      case .holdsNUL(let table):
        "A text in \(table) contains a NUL character, which PostgreSQL cannot store; nothing was changed."
      }
    }
  }

  /// Both stores must be migrated.
  package init(
    from source: any SQLDatabase, to target: any SQLDatabase,
    progress: @escaping @Sendable (String, Int) -> Void = { _, _ in }
  ) throws {
    self.source = source
    self.target = target
    self.progress = progress
    tables = try Schema.tables(for: target.dialect)
  }

  /// - Returns: the number of rows of each table.
  /// - Throws: `Fault`, or an error of either store; the target is then unchanged.
  package func run() async throws -> [(table: String, rows: Int)] {
    let pipe = RowPipe(capacity: 4)
    let reading = Task {
      do { try await source.read { try send($0, pipe) } } catch { pipe.close(last: .failure(error)) }
    }
    let written: Result<[(table: String, rows: Int)], any Error>
    do { written = .success(try await target.bulkWrite { try receive($0, pipe) }) } catch {
      pipe.close()
      written = .failure(error)
    }
    await reading.value
    return try written.get()
  }

  /// From the thread that reads one store to the thread that writes another.
  private typealias RowPipe = BoundedQueue<Result<Piece, any Error>>

  private enum Piece {
    case rows(PackedRows)
    /// The end of a table, with the checksum of what was read.
    case end(TableSum)
  }

  /// The other side has ended and reports its own error.
  private struct Abandoned: Error {}

  private static let rowsAtOnce = 1_000
  private static let bytesAtOnce = 262_144

  private func send(_ session: any SQLSession, _ pipe: RowPipe) throws {
    for table in tables {
      var sum = TableSum()
      try Self.each(table, session) { rows in
        for row in 0..<rows.count { sum.add(row: rows.bytes[rows.range(row)]) }
        guard pipe.put(.success(.rows(rows))) else { throw Abandoned() }
      }
      guard pipe.put(.success(.end(sum))) else { throw Abandoned() }
    }
  }

  /// Calls the body with the table's rows in chunks.
  private static func each(
    _ table: StoreTable, _ session: any SQLSession, _ body: (PackedRows) throws -> Void
  ) throws {
    var rows = PackedRows()
    try session.each("SELECT \(raw: table.columns.joined(separator: ", ")) FROM \(raw: table.name)") { row in
      row.pack(table.columns.count, into: &rows)
      guard rows.count >= rowsAtOnce || rows.bytes.count >= bytesAtOnce else { return }
      try body(rows)
      rows.removeAll()
    }
    if !rows.isEmpty { try body(rows) }
  }

  private func receive(_ session: any SQLSession, _ pipe: RowPipe) throws -> [(table: String, rows: Int)] {
    for table in tables {
      let isThere = try session.first("SELECT 1 FROM \(raw: table.name) LIMIT 1") { _ in true } ?? false
      if isThere { throw Fault.notEmpty(table: table.name) }
    }
    return try tables.map { table in
      let read = try receive(table, session, pipe)
      var found = TableSum()
      try Self.each(table, session) { rows in
        for row in 0..<rows.count { found.add(row: rows.bytes[rows.range(row)]) }
      }
      guard found == read else { throw Fault.differs(table: table.name, read: read.rows, found: found.rows) }
      if table.hasGeneratedKey, let reset = session.dialect.resetKeys(of: table.name) {
        _ = try session.first(reset) { _ in true }
      }
      return (table.name, read.rows)
    }
  }

  private func receive(_ table: StoreTable, _ session: any SQLSession, _ pipe: RowPipe) throws -> TableSum {
    let insertion = try session.insertion(into: table.name, columns: table.columns)
    let allowsNUL = session.dialect.traits.contains(.allowsNUL)
    var count = 0
    while let piece = try pipe.next()?.get() {
      switch piece {
      case .rows(let rows):
        if !allowsNUL, Self.holdsNUL(rows) { throw Fault.holdsNUL(table: table.name) }
        try insertion.run(rows)
        count += rows.count
        progress(table.name, count)
      case .end(let sum):
        try insertion.finish()
        return sum
      }
    }
    throw Abandoned()
  }

  private static func holdsNUL(_ rows: PackedRows) -> Bool {
    rows.bytes.withUnsafeBytes { bytes in
      var position = 0
      while position < bytes.count {
        if case .text(let range) = PackedValue(in: bytes, at: &position), bytes[range].contains(0) { return true }
      }
      return false
    }
  }
}
