import DatabaseAccess
import Records
import Support

/// The table of derived records. A change is entered here first; `DerivedRecordWriter` writes it to the records.
struct DerivedRecordTable {
  let session: any SQLSession

  init(_ session: any SQLSession) { self.session = session }

  enum State: String {
    case new, changed, removed, written, imported, refused
  }

  private struct Key: Hashable {
    let kind: String
    let user: ID
    let id: ID
  }

  private struct Entry {
    let subject: String?
    let fields: String
    let state: State
  }

  /// Replaces all records of some users.
  func replace(ofUsers users: [ID], with records: [DerivedRecord]) throws {
    var rows: [Key: Entry] = [:]
    for record in records {
      let key = Key(kind: record.kind, user: ID(text: record.user ?? ""), id: ID(text: record.id))
      rows[key] = Entry(subject: nil, fields: record.storedText, state: .new)
    }
    _ = try replace("user_id \(anyOf: users.map(\.text))", rows)
  }

  /// Replaces all records about activities that users share.
  /// - Parameter records: by the activity's IRI; no records for an activity without any.
  /// - Returns: the activities for which a course appeared or went away.
  func replaceShared(_ records: [ID: [DerivedRecord]]) throws -> Set<ID> {
    var rows: [Key: Entry] = [:]
    for (iri, records) in records {
      for record in records {
        let key = Key(kind: record.kind, user: ID(text: ""), id: ID(text: record.id))
        rows[key] = Entry(subject: iri.subject, fields: record.storedText, state: .new)
      }
    }
    let iris = Dictionary(records.keys.map { ($0.subject, $0) }, uniquingKeysWith: { first, _ in first })
    let changed = try replace("subject \(anyOf: iris.keys.sorted())", rows)
    return Set(changed.compactMap { iris[$0] })
  }

  /// - Returns: the subjects of courses that are new or gone.
  private func replace(_ scope: SQLText, _ rows: [Key: Entry]) throws -> [String] {
    let former = try entries(scope)
    var courses: [String] = []
    func note(_ key: Key, _ entry: Entry) {
      if key.kind == RecordKind.courses.name, let subject = entry.subject { courses.append(subject) }
    }
    for (key, row) in rows {
      guard let old = former[key] else {
        try insert(key, row)
        note(key, row)
        continue
      }
      let isSame = old.fields.equalsBytes(of: row.fields)
      if old.state == .removed { note(key, row) }
      if let state = State.after(old.state, isSame: isSame) {
        try update(key, row, state)
      } else if old.subject != row.subject {
        try update(key, row, old.state)
      }
    }
    for (key, old) in former where rows[key] == nil && old.state != .removed {
      note(key, old)
      if old.state == .new || old.state == .imported {
        try delete(key)
      } else {
        try update(key, old, .removed)
      }
    }
    return courses
  }

  private func entries(_ scope: SQLText) throws -> [Key: Entry] {
    var entries: [Key: Entry] = [:]
    try session.each(
      "SELECT kind, user_id, id, subject, fields, state FROM derived_records WHERE \(sql: scope)"
    ) { row in
      let key = Key(kind: row.text(at: 0), user: ID(text: row.text(at: 1)), id: ID(text: row.text(at: 2)))
      entries[key] = Entry(
        subject: row.text(3), fields: row.text(at: 4), state: State(rawValue: row.text(at: 5)) ?? .written)
    }
    return entries
  }

  /// The record may be that of another activity still: when the URL of a course changes, its id goes to another IRI.
  private func insert(_ key: Key, _ entry: Entry) throws {
    try session.run(
      """
      INSERT INTO derived_records (kind, user_id, id, subject, fields, state)
      VALUES (\(key.kind), \(key.user.text), \(key.id.text), \(entry.subject), \(entry.fields), \(State.new.rawValue))
      ON CONFLICT (kind, user_id, id) DO UPDATE SET subject = excluded.subject, fields = excluded.fields,
      state = CASE WHEN derived_records.state IN ('new', 'imported') THEN 'new' ELSE 'changed' END
      """)
  }

  private func update(_ key: Key, _ entry: Entry, _ state: State) throws {
    try session.run(
      """
      UPDATE derived_records SET fields = \(entry.fields), subject = \(entry.subject), state = \(state.rawValue)
      WHERE kind = \(key.kind) AND user_id = \(key.user.text) AND id = \(key.id.text)
      """)
  }

  private func delete(_ key: Key) throws {
    try session.run(
      """
      DELETE FROM derived_records
      WHERE kind = \(key.kind) AND user_id = \(key.user.text) AND id = \(key.id.text)
      """)
  }
}

extension DerivedRecordTable.State {
  /// The state of a record that is derived again; nil if nothing changes.
  fileprivate static func after(_ former: Self, isSame: Bool) -> Self? {
    switch former {
    case .removed: .changed
    case .imported, .refused, .new: isSame ? nil : .new
    case .written, .changed: isSame ? nil : .changed
    }
  }
}

extension DerivedRecord {
  func value(_ field: String) -> String? { fields.first { $0.0 == field }?.1.string }

  /// Nil for records that users share.
  var user: String? {
    switch kind {
    case "users": value("id")
    case "posts": nil
    default: value("user")
    }
  }

  /// What identifies the record among those of its kind and user.
  var id: String {
    switch kind {
    case "enrolments": (value("session") ?? "") + " " + (value("origin") ?? "")
    case "program_blocks": value("program") ?? ""
    default: value("id") ?? ""
    }
  }

  /// Without empty fields.
  var storedText: String { JSONValue.object(fields.filter { !$0.1.isNull }).sorted.text }
}
