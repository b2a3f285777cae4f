package import Records
import Store

/// The records of one request, read into memory. They are imported completely or not at all.
package struct RecordBatch: Sendable {
  package let kind: RecordKind
  let items: [RecordItem]
  /// The users and ids of bulk facts. Nil if there are many, or one is of another kind, faulty or given twice: such a
  /// batch is not imported as one with others.
  let keys: Set<[ID]>?

  /// Whether it may be in a transaction with others.
  package var isJoint: Bool { keys != nil }

  /// Reads all records.
  package init(_ source: any RecordSource) throws {
    self.init(source.kind, try source.items(upTo: .max))
  }

  /// A batch of as few records as may be imported with others; nil if there are more, so that those are not in memory.
  package static func small(_ source: any RecordSource) throws -> RecordBatch? {
    let items = try source.items(upTo: RecordGroup.factsAtOnce + 1)
    return items.count > RecordGroup.factsAtOnce ? nil : RecordBatch(source.kind, items)
  }

  private init(_ kind: RecordKind, _ items: [RecordItem]) {
    self.kind = kind
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

extension RecordSource {
  fileprivate func items(upTo limit: Int) throws -> [RecordItem] {
    var items: [RecordItem] = []
    while items.count < limit, let item = try next() { items.append(item) }
    return items
  }
}
