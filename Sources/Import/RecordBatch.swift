package import Records
import Store

/// The records of one request, read into memory. They are imported completely or not at all.
package struct RecordBatch: Sendable {
  package let kind: RecordKind
  let items: [RecordItem]
  /// The users and ids of bulk facts. Nil if there are many, or one is of another kind, faulty or given twice: such a
  /// batch is not imported as one with others.
  let keys: Set<[ID]>?

  /// Reads all records.
  package init(_ source: any RecordSource) throws {
    kind = source.kind
    var items: [RecordItem] = []
    while let item = try source.next() { items.append(item) }
    self.items = items
    keys = Self.keys(items, kind)
  }

  private static func keys(_ items: [RecordItem], _ kind: RecordKind) -> Set<[ID]>? {
    guard FactTable.of(kind) != nil, items.count <= RecordGroup.factsAtOnce else { return nil }
    let fields = kind.key.compactMap(kind.index)
    var keys: Set<[ID]> = []
    for item in items {
      guard case .row(let row, _) = item else { return nil }
      guard keys.insert(fields.map { ID(text: row.values[$0].text ?? "") }).inserted else { return nil }
    }
    return keys
  }
}
