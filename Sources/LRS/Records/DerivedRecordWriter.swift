import DatabaseAccess
import Import
import Records
import Store

/// Writes what is new, changed or gone in `derived_records` to the records, and recomputes the standings.
struct DerivedRecordWriter {
  let session: any SQLSession
  let pending: [Pending]

  struct Pending {
    let kind: String
    let state: DerivedRecordTable.State
    let count: Int
  }

  init(_ session: any SQLSession) throws {
    self.session = session
    pending = try session.all(
      """
      SELECT kind, state, count(*) FROM derived_records
      WHERE state IN ('new', 'changed', 'removed') AND state <> 'written' GROUP BY kind, state
      """
    ) { row in
      Pending(
        kind: row.text(at: 0), state: DerivedRecordTable.State(rawValue: row.text(at: 1)) ?? .written,
        count: row.integer(at: 2))
    }
  }

  /// Records, and users, that one import session writes.
  private static let recordsAtOnce = 20_000
  private static let usersAtOnce = 1_000

  func run() throws {
    if pending.isEmpty { return }
    try keepImported()
    if pending.reduce(0, { $0 + $1.count }) <= Self.recordsAtOnce {
      try write("true", removesPosts: true)
    } else {
      try write("(user_id = '' OR kind = 'users')", removesPosts: false)
      var last = ""
      while let users = try nextUsers(after: last, in: [.new, .changed, .removed]), let end = users.last {
        try write("user_id \(anyOf: users) AND kind <> 'users'", removesPosts: false)
        last = end
      }
      try write("user_id = '' AND kind = 'posts'", removesPosts: true)
    }
    let removed = pending.filter { $0.state == .removed }.map(\.kind)
    if !removed.isEmpty { try RecordRemoval(session).removeShared(removed) }
    // SQLite uses the index of these records only for conditions that repeat its own.
    try session.run(
      "UPDATE derived_records SET state = 'written' WHERE state IN ('new', 'changed') AND state <> 'written'")
    try session.run("DELETE FROM derived_records WHERE state = 'removed' AND state <> 'written'")
  }

  /// Writes all records again that have been written before.
  /// - Returns: how many of each kind were not in the store as they were written.
  func overwritten() throws -> [(kind: String, count: Int)] {
    var counts: [RecordKind: Int] = [:]
    var last: String?
    while let users = try nextUsers(after: last, in: [.written]) {
      var importing = try ImportSession(session, of: .xapi)
      for kind in RecordKind.all {
        let rows = try rows(kind, in: [.written], "user_id \(anyOf: users)")
        if !rows.isEmpty { try importing.add(InMemoryRecords(kind, rows.map(\.record))) }
      }
      try importing.finish()
      for (kind, receipt) in importing.receipts { counts[kind, default: 0] += receipt.added + receipt.changed }
      last = users.last
    }
    return RecordKind.all.compactMap { kind in
      counts[kind].flatMap { $0 == 0 ? nil : (kind: kind.name, count: $0) }
    }
  }

  /// The next users, with together not many more than `recordsAtOnce` records.
  /// - Parameter last: nil for the first users, with the empty one of shared records.
  private func nextUsers(after last: String?, in states: [DerivedRecordTable.State]) throws -> [String]? {
    let rest: SQLText = last.map { "user_id > \($0)" } ?? "true"
    let next = try session.all(
      """
      SELECT user_id, count(*) FROM derived_records WHERE \(sql: rest) AND state \(anyOf: states.map(\.rawValue))
      GROUP BY user_id ORDER BY user_id LIMIT \(Self.usersAtOnce)
      """
    ) { (user: $0.text(at: 0), count: $0.integer(at: 1)) }
    var (users, count): ([String], Int) = ([], 0)
    for (user, own) in next {
      if !users.isEmpty, count + own > Self.recordsAtOnce { break }
      users.append(user)
      count += own
    }
    return users.isEmpty ? nil : users
  }

  /// Writes the records that match a condition. No statement is refused because of what follows from it: records that
  /// an import would refuse are left out.
  /// - Parameter removesPosts: whether all reactions to posts that are gone have been written.
  private func write(_ condition: SQLText, removesPosts: Bool) throws {
    var rows = try pendingRows(condition)
    while true {
      do {
        return try session.nested { try write(rows, condition, removesPosts: removesPosts) }
      } catch let faults as ValidationErrors {
        guard try refuse(rows, faults) else { throw faults }
        rows = try pendingRows(condition)
      }
    }
  }

  private func write(_ rows: [RecordKind: [Row]], _ condition: SQLText, removesPosts: Bool) throws {
    var importing = try ImportSession(session, of: .xapi, faultLimit: Self.recordsAtOnce)
    importing.hasRemovedFacts = try RecordRemoval(session).removeFacts(condition)
    for kind in RecordKind.all {
      if let own = rows[kind] { try importing.add(InMemoryRecords(kind, own.map(\.record))) }
    }
    if removesPosts { try RecordRemoval(session).removePosts(condition) }
    try importing.finish()
  }

  private func pendingRows(_ condition: SQLText) throws -> [RecordKind: [Row]] {
    var all: [RecordKind: [Row]] = [:]
    for kind in RecordKind.all where pending.contains(where: { $0.kind == kind.name && $0.state != .removed }) {
      let rows = try rows(kind, in: [.new, .changed], condition)
      if !rows.isEmpty { all[kind] = rows }
    }
    return all
  }

  /// - Returns: whether there was any of the records among them.
  private func refuse(_ rows: [RecordKind: [Row]], _ faults: ValidationErrors) throws -> Bool {
    var isAny = false
    for fault in faults.first {
      guard let own = RecordKind.named(fault.kind).flatMap({ rows[$0] }), own.indices.contains(fault.line - 1) else {
        continue
      }
      try refuse(fault.kind, own[fault.line - 1].user, own[fault.line - 1].id)
      isAny = true
    }
    return isAny
  }

  private func refuse(_ kind: String, _ user: String, _ id: String) throws {
    try session.run(
      """
      UPDATE derived_records SET state = 'refused' WHERE kind = \(kind) AND user_id = \(user) AND id = \(id)
      """)
  }

  /// A record, and what `derived_records` knows it by.
  private struct Row {
    let user: String
    let id: String
    var record: RecordRow
  }

  private func rows(
    _ kind: RecordKind, in states: [DerivedRecordTable.State], _ condition: SQLText
  ) throws -> [Row] {
    // Without statistics, SQLite would read all records of the kind, in their order, to find those to be written.
    let ofKind: SQLText =
      states.contains(.written) ? "kind = \(kind.name)" : "kind || '' = \(kind.name) AND state <> 'written'"
    let stored = try session.all(
      """
      SELECT user_id, id, fields FROM derived_records
      WHERE \(sql: ofKind) AND state \(anyOf: states.map(\.rawValue)) AND \(sql: condition)
      ORDER BY user_id || '', id
      """
    ) { (user: $0.text(at: 0), id: $0.text(at: 1), fields: StoredStatement.parsed($0.text(at: 2))) }
    var rows: [Row] = []
    for row in stored {
      if let record = RecordRow(derived: kind, row.fields) {
        rows.append(Row(user: row.user, id: row.id, record: record))
      } else {
        try refuse(kind.name, row.user, row.id)
      }
    }
    if kind == .users { try freeAddresses(&rows) }
    return rows
  }

  /// Gives placeholder users no address that another user has.
  private func freeAddresses(_ rows: inout [Row]) throws {
    let addresses = rows.compactMap { $0.record["email"].text }
    var taken: [ID: ID] = [:]
    try session.each("SELECT email, id FROM users WHERE deleted_at IS NULL AND email \(anyOf: addresses)") {
      taken[ID(text: $0.text(at: 0))] = ID(text: $0.text(at: 1))
    }
    for index in rows.indices {
      guard let email = rows[index].record["email"].text else { continue }
      let id = ID(text: rows[index].id)
      if let owner = taken[ID(text: email)], owner != id {
        rows[index].record.set("email", .text(id.text + "@xapi.invalid"))
      } else {
        taken[ID(text: email)] = id
      }
    }
  }
}
