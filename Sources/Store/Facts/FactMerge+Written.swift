package import DatabaseAccess

extension FactMerge {
  /// The count of each imported record, by its line.
  package var countsByLine: [Int: ImportCounts] {
    var counts: [Int: ImportCounts] = [:]
    for (line, fate) in zip(lines, fates) where line > 0 {
      counts[line] = ImportCounts(
        added: fate == .isAdded ? 1 : 0, changed: fate == .isChanged ? 1 : 0, same: fate == .stays ? 1 : 0)
    }
    return counts
  }

  /// The rows to write.
  package struct Written: Sendable {
    package fileprivate(set) var added = PackedRows()
    package fileprivate(set) var changed = PackedRows()
  }

  /// - Parameter derived: the derived columns for each row of `all`; an empty row if the user's facts are unchanged.
  ///   Nil if the table has no such columns.
  package func written(_ derived: @autoclosure () -> PackedRows?) -> Written {
    var written = Written()
    if users.isEmpty, !updatesDerived { return written }
    let derived = derived()
    all.bytes.withUnsafeBytes { bytes in
      for row in 0..<all.count {
        let packed = UnsafeRawBufferPointer(rebasing: bytes[all.range(row)])
        let addition = derived.map { $0.bytes[$0.range(row)] } ?? []
        switch fates[row] {
        case .isAdded: written.added.append(packed, addition)
        case .isChanged: written.changed.append(packed, addition)
        case .stays where !addition.isEmpty:
          let own = packed.count(ofValues: table.columns.count)
          if packed[own...].elementsEqual(addition) { continue }
          written.changed.append(UnsafeRawBufferPointer(rebasing: packed[..<own]), addition)
        case .stays: continue
        }
      }
    }
    return written
  }
}

extension PackedRows {
  fileprivate mutating func append(_ packed: UnsafeRawBufferPointer, _ addition: ArraySlice<UInt8>) {
    beginRow()
    append(packed: packed)
    append(packed: addition)
  }
}
