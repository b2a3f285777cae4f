import DatabaseAccess
package import Records

/// Through which door records come in (`sources.md`, *Source*).
package enum SourceKind: String, Sendable { case records, pages, scim, sso }

/// Kinds of which what comes in is the whole truth of its source: what the source brought earlier and does not bring now
/// ends. Relations are closed, facts are withdrawn.
package struct Snapshot: Sendable {
  private let kinds: Set<RecordKind>
  /// Seconds UTC: the end of what is missing.
  private let now: Int
  /// Whether a source may forget as much as it likes.
  package let acceptsLoss: Bool

  package init(_ kinds: some Sequence<RecordKind>, now: Int, acceptsLoss: Bool = false) {
    self.kinds = Set(kinds)
    self.now = now
    self.acceptsLoss = acceptsLoss
  }

  /// When what is missing of a kind ends; nil if the kind is none of the snapshot's.
  package func end(of kind: RecordKind) -> Int? { kinds.contains(kind) ? now : nil }

  /// The field that ends a record of a kind of the snapshot: a row without it is one that has not ended.
  func givenEnd(of kind: RecordKind) -> Int? { kinds.contains(kind) ? kind.end.flatMap(kind.index) : nil }

  /// What a source has forgotten, if it is so much that the source is more likely to be at fault: it brings nothing, or less
  /// than half of what it has.
  package struct Loss: Sendable, Equatable {
    package let kind: RecordKind
    /// How many records came in.
    package let records: Int
    /// How many the source has that have not ended.
    package let open: Int

    package init?(_ kind: RecordKind, records: Int, open: Int) {
      guard records * 2 < open else { return nil }
      (self.kind, self.records, self.open) = (kind, records, open)
    }
  }
}

/// A snapshot of which too much is missing.
package struct SnapshotLoss: Error, Sendable {
  package let losses: [Snapshot.Loss]
  package init(_ losses: [Snapshot.Loss]) { self.losses = losses }
}

extension RecordTable {
  /// Whether it is kept which source wrote a record last. Facts come from records alone.
  var hasSource: Bool { kind.isRelation }

  /// The records `t` that a source brought and that have not ended. (Those of deleted users have: decision 0004.)
  func open(of source: SourceKind) -> String {
    var conditions = kind.end.map { ["t.\($0) IS NULL"] } ?? []
    if hasSource { conditions.append("t.source = '\(source.rawValue)'") }
    if kind == .memberships {
      conditions.append("t.user_key NOT IN (SELECT u.key FROM users AS u WHERE u.deleted_at IS NOT NULL)")
    }
    return "\(name) AS t WHERE " + conditions.joined(separator: " AND ")
  }
}

extension Staging {
  /// How many records the source has that have not ended.
  package func open() throws -> Int {
    try session.number(SQLText(raw: "SELECT count(*) FROM \(table.open(of: source))"))
  }

  /// Adds what the source has and did not bring to what comes in, with its end: all that holds for a record that changes
  /// holds for it too.
  /// - Returns: how many there are.
  func endMissing(at end: Int) throws -> Int {
    let names = table.columns.map(\.name).joined(separator: ", ")
    let values = table.columns.map { $0.name == kind.end ? "\(end)" : "t.\($0.name)" }.joined(separator: ", ")
    return try session.run(
      SQLText(
        raw: """
          INSERT INTO resolved (line, \(names)) SELECT 0, \(values)
          FROM (SELECT t.* FROM \(table.open(of: source))) AS t LEFT JOIN resolved AS r ON \(table.sameRecord)
          WHERE r.line IS NULL
          """))
  }
}
