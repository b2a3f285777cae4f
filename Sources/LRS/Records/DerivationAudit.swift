import Access
import DatabaseAccess

/// The entry of the audit log about records that changed or went away because a statement was voided or arrived late
/// (records.md, *Notes*). New records, and what the latest statement of a learner adds, are not noted.
struct DerivationAudit {
  let session: any SQLSession

  init(_ session: any SQLSession) { self.session = session }

  /// - Parameters:
  ///   - ids: of the statements that are new, or void; the first ones.
  ///   - keys: of the same ones.
  ///   - now: the system clock, seconds UTC.
  func note(_ changes: DerivedRecordWriter.Changes, from ids: [String], keys: [Int], at now: Int) throws {
    guard !changes.isEmpty, try isVoided(keys) || isLate(keys) else { return }
    let filters = changes.words + ["statements=\(ids.joined(separator: ","))"]
    try Audit.note(
      "xapi.change", by: nil, filters: filters.joined(separator: "&"), rows: changes.count, at: now, session)
  }

  private func isVoided(_ keys: [Int]) throws -> Bool {
    try session.first("SELECT 1 FROM statements WHERE key \(anyOf: keys) AND voided = 1 LIMIT 1") { _ in true } ?? false
  }

  /// Whether another statement of the same actor is later than one of these.
  private func isLate(_ keys: [Int]) throws -> Bool {
    try session.first(
      """
      SELECT 1 FROM read_statements AS n JOIN read_statements AS r ON r.actor = n.actor AND r.position > n.position
      WHERE n.statement_key \(anyOf: keys) AND NOT (r.statement_key \(anyOf: keys)) LIMIT 1
      """
    ) { _ in true } ?? false
  }
}

extension DerivedRecordWriter {
  /// How many records of each kind were changed and removed.
  struct Changes {
    fileprivate(set) var changed: [String: Int] = [:]
    fileprivate(set) var removed: [String: Int] = [:]

    var isEmpty: Bool { changed.isEmpty && removed.isEmpty }
    var count: Int { changed.values.reduce(0, +) + removed.values.reduce(0, +) }
    /// Such as `changed=attempts:2,courses:1`.
    var words: [String] {
      [("changed", changed), ("removed", removed)].filter { !$0.1.isEmpty }.map { name, counts in
        name + "=" + counts.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }.joined(separator: ",")
      }
    }
  }

  var changes: Changes {
    var changes = Changes()
    for entry in pending {
      switch entry.state {
      case .changed: changes.changed[entry.kind] = entry.count
      case .removed: changes.removed[entry.kind] = entry.count
      default: break
      }
    }
    return changes
  }
}
