package import DatabaseAccess
import Records
import Support

/// A statement with a known id differs from the stored one.
package struct StatementConflict: Error, Equatable {
  package let id: String
}

/// Inserts a batch of statements: all of them, or none.
///
/// Runs in one transaction that holds the write lock, to which everything that follows from statements belongs
/// (xapi.md §1.4).
package struct StatementInsert {
  let session: any SQLSession
  let sender: StatementSender
  /// Microseconds since 1970; the statements may get a later `stored`, so that it always increases.
  let now: Int
  let settings: DerivationSettings

  package init(
    _ session: any SQLSession, by sender: StatementSender, now: Int, deriving settings: DerivationSettings = .init()
  ) {
    (self.session, self.sender, self.now, self.settings) = (session, sender, now, settings)
  }

  /// - Throws: `StatementConflict`.
  package func run(_ batch: StatementBatch, _ attachments: [StatementAttachment]) throws {
    try derive(try insert(batch, attachments).changed)
  }

  /// Inserts statements without deriving anything.
  /// - Returns: the ids of the statements that are to be read again, and how many are new.
  func insert(
    _ batch: StatementBatch, _ attachments: [StatementAttachment]
  ) throws -> (changed: [String], added: Int) {
    let stored = max(now, try session.number("SELECT coalesce(max(stored), 0) FROM statements") + 1)
    let known = try known(batch.drafts.map(\.id))
    var changed: [String] = []
    for draft in batch.drafts {
      guard let copies = known[draft.id] else { continue }
      if try keepCopy(draft, copies, draft.stored ?? stored) { changed.append(draft.id) }
    }
    let added = batch.drafts.filter { known[$0.id] == nil }
    try insert(added, batch.version, stored)
    changed += added.flatMap(\.affected)
    try StatementIndex(session).noteDefinitions(batch.drafts.map(\.body))
    for attachment in attachments {
      try session.run(
        """
        INSERT INTO attachments (sha2, data) VALUES (\(attachment.sha2), \(attachment.base64))
        ON CONFLICT (sha2) DO NOTHING
        """)
    }
    try insert(batch.refused)
    return (changed, added.count)
  }

  /// Derives what follows from these statements.
  private func derive(_ ids: [String]) throws {
    if ids.isEmpty { return }
    try DerivationRun.catchUp(session, settings)
    guard var run = try DerivationRun(session, settings) else { return try DerivationRun.noteAll(session) }
    let keys = try session.all("SELECT key FROM statements WHERE id \(anyOf: ids)") { $0.integer(at: 0) }
    let changes = try run.run(keys)
    try DerivationAudit(session).note(changes, from: ids, keys: keys, at: now / 1_000_000)
  }

  /// A statement that is in the store, or an equal copy of it.
  private struct KnownCopy {
    let key: Int
    let body: JSONValue
    let stored: Int
    let derives: Bool
  }

  /// By id; the statement itself is first.
  private func known(_ ids: [String]) throws -> [String: [KnownCopy]] {
    var result: [String: [KnownCopy]] = [:]
    try session.each("SELECT id, key, body, stored, derive FROM statements WHERE id \(anyOf: ids)") { row in
      let body = StoredStatement.parsed(row.text(at: 2))
      result[row.text(at: 0)] = [
        KnownCopy(key: row.integer(at: 1), body: body, stored: row.integer(at: 3), derives: row.flag(4))
      ]
    }
    guard !result.isEmpty else { return result }
    try session.each(
      """
      SELECT s.id, s.key, c.body, c.stored, c.derive FROM statement_copies AS c
      JOIN statements AS s ON s.key = c.statement_key WHERE s.id \(anyOf: ids) ORDER BY c.key
      """
    ) { row in
      let body = StoredStatement.parsed(row.text(at: 2))
      result[row.text(at: 0)]?.append(
        KnownCopy(key: row.integer(at: 1), body: body, stored: row.integer(at: 3), derives: row.flag(4)))
    }
    return result
  }

  /// Keeps an equal copy if derivation could read something in it that it does not read in the others (§3.1).
  /// - Returns: whether it was kept.
  private func keepCopy(_ draft: StatementBatch.Draft, _ copies: [KnownCopy], _ stored: Int) throws -> Bool {
    guard StatementComparison.areEqual(copies[0].body, draft.body) else { throw StatementConflict(id: draft.id) }
    let text = draft.body.sorted.text
    // Without a timestamp, the earliest `stored` is the instant.
    let isTimed = draft.body["timestamp"] != nil
    let isKnown = copies.contains { copy in
      (copy.derives || !sender.derives) && (isTimed || copy.stored <= stored)
        && copy.body.sorted.text.equalsBytes(of: text)
    }
    let isKept = copies.count < Self.copyLimit && text.utf8.count <= Self.copySize
    if isKnown || !sender.derives || !isKept { return false }
    try session.run(
      """
      INSERT INTO statement_copies (statement_key, body, stored, credential_key, derive)
      VALUES (\(copies[0].key), \(draft.body.text), \(stored), \(sender.credential), 1)
      """)
    return true
  }

  /// The most copies of a statement that are kept, and the largest one, in bytes.
  private static let copyLimit = 20
  private static let copySize = 262_144

  private func insert(_ drafts: [StatementBatch.Draft], _ version: XAPIVersion, _ stored: Int) throws {
    if drafts.isEmpty { return }
    let rows = try session.insertion(
      into: "statements",
      columns: [
        "id", "body", "original", "stored", "version", "authority", "credential_key", "derive", "reference_id",
        "voiding", "voided",
      ])
    for draft in drafts {
      try rows.run([
        .text(draft.id), .text(draft.body.text), draft.original.map { .text($0.text) } ?? .null,
        .integer(draft.stored ?? stored), .text(version == .v1 ? "1.0.0" : "2.0.0"),
        .text((draft.authority ?? sender.authority).text), sender.credential.map(SQLValue.integer) ?? .null,
        .integer(sender.derives ? 1 : 0), draft.body.reference.map(SQLValue.text) ?? .null,
        .integer(draft.isVoiding ? 1 : 0), .integer(0),
      ])
    }
    try rows.finish()
    try StatementIndex(session).add(drafts, authority: sender.authority, stored: stored)
  }

  private func insert(_ refused: [StatementBatch.Refused]) throws {
    for statement in refused {
      try session.run(
        """
        INSERT INTO refused_statements (id, body, reason, credential_key, refused_at)
        SELECT \(statement.id), \(statement.body.text), \(statement.reason.replacing("\0", with: "\u{FFFD}")),
          CAST(\(sender.credential) AS bigint), \(now)
        WHERE NOT EXISTS (SELECT 1 FROM refused_statements AS r
          WHERE r.id = \(statement.id) AND r.body = \(statement.body.text))
        """)
    }
    if refused.isEmpty { return }
    try session.run(
      """
      DELETE FROM refused_statements WHERE key NOT IN (
        SELECT key FROM refused_statements ORDER BY key DESC LIMIT \(Self.refusedLimit))
      """)
  }

  /// How many refused statements are kept.
  private static let refusedLimit = 10_000
}

extension StatementBatch.Draft {
  fileprivate var isVoiding: Bool { body["verb"]?["id"]?.string == StatementVerb.voided }

  /// The ids of the statement and of the one that it voids.
  fileprivate var affected: [String] { [id] + (isVoiding ? [body.reference].compactMap(\.self) : []) }
}

extension JSONValue {
  /// The id of the statement that is the object of this one, in lower case; nil for other objects.
  var reference: String? {
    guard let object = self["object"], object["objectType"]?.string == "StatementRef" else { return nil }
    return object["id"]?.string?.asciiLowercased
  }
}
