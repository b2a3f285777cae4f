import DatabaseAccess
package import Records

/// Kinds whose imported records are the complete state of their source. Records that the source sent earlier and does
/// not send now end: relations are closed, facts are withdrawn.
package struct Snapshot: Sendable {
  private let kinds: Set<RecordKind>
  /// The end of missing records, in seconds UTC.
  private let now: Int
  /// Whether any number of records may be missing.
  package let acceptsLoss: Bool

  package init(_ kinds: some Sequence<RecordKind>, now: Int, acceptsLoss: Bool = false) {
    self.kinds = Set(kinds)
    self.now = now
    self.acceptsLoss = acceptsLoss
  }

  /// The end of missing records of a kind, in seconds UTC; nil if the kind is not in the snapshot.
  package func end(of kind: RecordKind) -> Int? { kinds.contains(kind) ? now : nil }

  /// The index of the end field, if the kind is in the snapshot; a row without a value has not ended.
  func givenEnd(of kind: RecordKind) -> Int? { kinds.contains(kind) ? kind.end.flatMap(kind.index) : nil }

  /// A loss so large that the source is probably faulty: it sent fewer than half of the records that it has open.
  package struct Loss: Sendable, Equatable {
    package let kind: RecordKind
    /// The number of records received.
    package let records: Int
    /// The number of open records of the source.
    package let open: Int

    package init?(_ kind: RecordKind, records: Int, open: Int) {
      guard records * 2 < open else { return nil }
      (self.kind, self.records, self.open) = (kind, records, open)
    }
  }
}

/// Too many records are missing from a snapshot.
package struct SnapshotLoss: Error, Sendable {
  package let losses: [Snapshot.Loss]
  package init(_ losses: [Snapshot.Loss]) { self.losses = losses }
}

extension RecordTable {
  /// Whether the table stores which source wrote a record last. Facts come from the source `records`, unless they are
  /// derived from statements.
  var hasSource: Bool { kind.isRelation }

  /// The open records `t` of a source. Memberships of deleted users count as ended (decision 0004).
  func open(of source: Source) -> String {
    var conditions = kind.end.map { ["t.\($0) IS NULL"] } ?? []
    if hasSource { conditions.append("t.source = '\(source.name)'") }
    if kind == .memberships {
      conditions.append("t.user_key NOT IN (SELECT u.key FROM users AS u WHERE u.deleted_at IS NOT NULL)")
    }
    if kind == .certificates {
      conditions.append(
        "(t.user_key, t.id) NOT IN (SELECT u.key, d.id FROM derived_records AS d JOIN users AS u ON u.id = d.user_id "
          + "WHERE d.kind = 'certificates' AND d.state <> 'imported')")
    } else if kind == .posts || kind == .reactions {
      conditions.append(
        "t.id NOT IN (SELECT d.id FROM derived_records AS d WHERE d.kind = '\(kind.name)' AND d.state <> 'imported')")
    }
    return "\(name) AS t WHERE " + conditions.joined(separator: " AND ")
  }
}

extension Staging {
  /// The number of open records of the source.
  package func open() throws -> Int {
    try session.number(SQLText(raw: "SELECT count(*) FROM \(table.open(of: source))"))
  }

  /// Adds the source's missing records to the resolved rows, with their end, so that they are treated like changed
  /// records.
  /// - Returns: the number of missing records.
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
