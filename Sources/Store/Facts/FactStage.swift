package import DatabaseAccess
package import Records

/// The staging area for facts of one kind. A separate thread reads and checks them, ids are replaced by keys chunk by
/// chunk, and rows are collected until all records are read (`UserSortedRows`).
package final class FactStage {
  package let table: FactTable
  package let source: any RecordSource
  package let rows = UserSortedRows()
  /// Whether rows omit fields, which existing records keep.
  package private(set) var isPartial = false
  private let reading: FactReading
  /// The number of records read.
  package private(set) var count = 0

  private init(_ table: FactTable, _ source: any RecordSource, _ reading: FactReading) {
    self.table = table
    self.source = source
    self.reading = reading
  }

  /// Starts reading those sources that have bulk facts.
  /// - Parameters:
  ///   - known: the kinds that have stored records.
  ///   - snapshot: kinds for which a row without an end means that the record has not ended.
  /// - Returns: a stage for each source; call `append` in this order.
  package static func reading(_ sources: [any RecordSource], known: Set<RecordKind>, _ snapshot: Snapshot?)
    -> [FactStage]
  {
    let facts = sources.compactMap { source in FactTable.of(source.kind).map { (table: $0, source: source) } }
    let reading = FactReading(
      facts.map { FactPacker($0.table, $0.source, hasKnown: known.contains($0.table.kind), snapshot) })
    return facts.map { FactStage($0.table, $0.source, reading) }
  }

  /// Reads all records of the source. The records that they refer to must be in the store.
  /// - Parameter progress: receives the number of records of each chunk.
  /// - Returns: faults of malformed rows and unknown references.
  package func append(
    _ session: any SQLSession, _ faulty: FaultyRecords, faultLimit: Int, progress: (Int) -> Void = { _ in }
  ) throws -> ValidationErrors {
    var faults = ValidationErrors(limit: faultLimit)
    let known = KeyCache(session)
    while let chunk = try reading.next() {
      count += chunk.count
      for fault in chunk.faults { faults.insert(fault) }
      if chunk.hasUnreadable { faulty.leaveUnjudged(table.kind.name) }
      isPartial = isPartial || chunk.isPartial
      try add(chunk, known, faulty, &faults)
      progress(chunk.count)
    }
    try rows.finish()
    return faults
  }

  private func add(
    _ chunk: FactChunk, _ known: KeyCache, _ faulty: FaultyRecords, _ faults: inout ValidationErrors
  ) throws {
    let keys = try table.cells.indices.map { column in
      try table.cells[column].target.map { try known.keys(of: chunk.names[column], $0) }
    }
    let isWhole = keys.allSatisfy { $0?.allSatisfy { $0 != nil } ?? true }
    var keyed = PackedRows()
    chunk.rows.bytes.withUnsafeBytes { bytes in
      for row in 0..<chunk.rows.count {
        let packed = UnsafeRawBufferPointer(rebasing: bytes[chunk.rows.range(row)])
        if isWhole || findUnknown(packed, chunk, keys, faulty, &faults) { keyed.append(packed, keys) }
      }
    }
    try rows.add(keyed)
  }

  /// - Returns: whether the row's user exists. If so, the row is compared with others despite its faults.
  private func findUnknown(
    _ row: UnsafeRawBufferPointer, _ chunk: FactChunk, _ keys: [[Int?]?], _ faulty: FaultyRecords,
    _ faults: inout ValidationErrors
  ) -> Bool {
    var position = 0
    var places: [(column: Int, place: Int)] = []
    var line = 0
    for column in keys.indices {
      if column == 1 { line = PackedValue(in: row, at: &position).integer ?? 0 }
      let value = PackedValue(in: row, at: &position)
      if let keys = keys[column], let place = value.integer, keys[place] == nil { places.append((column, place)) }
    }
    for (column, place) in places.sorted(by: { table.cells[$0.column].field < table.cells[$1.column].field }) {
      let (target, id) = (table.cells[column].target ?? "", chunk.names[column][place].text)
      if faulty.mayHold(id, of: target) { continue }
      let fault = FieldError(
        field: table.kind.fields[table.cells[column].field].name, value: id, reason: Staging.unknown(target.spaced))
      faults.insert(RowError(kind: table.kind.name, line: line, fault: fault))
    }
    return !places.contains { $0.column == 0 }
  }
}

extension PackedRows {
  /// Appends a row with keys in place of indexes in `names`.
  fileprivate mutating func append(_ row: UnsafeRawBufferPointer, _ keys: [[Int?]?]) {
    beginRow()
    // Values between two references are copied at once. The line comes after the user.
    var (position, copied) = (0, 0)
    for column in keys.indices {
      if column == 1 { _ = PackedValue(in: row, at: &position) }
      let start = position
      let value = PackedValue(in: row, at: &position)
      guard let keys = keys[column], let place = value.integer else { continue }
      append(packed: UnsafeRawBufferPointer(rebasing: row[copied..<start]))
      append(keys[place])
      copied = position
    }
    append(packed: UnsafeRawBufferPointer(rebasing: row[copied...]))
  }
}
