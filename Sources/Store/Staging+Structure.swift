import DatabaseAccess
import Records

// Global constraints: one platform group, no cycles, one owner. Checked after the merge; a fault rolls everything back.

extension Staging {
  func findBrokenStructure(_ faults: inout ValidationErrors) throws {
    switch kind {
    case .groups:
      try findSecondPlatform(&faults)
      try findCycles(&faults, parent: "parent", depthLimit: 32)
    case .courses: try findCycles(&faults, parent: "duplicate_of", depthLimit: nil)
    case .memberships, .users: try findSecondOwner(&faults)
    default: break
    }
  }

  /// The platform group is preferably one that is not in this import, otherwise the oldest in the store.
  private func findSecondPlatform(_ faults: inout ValidationErrors) throws {
    let roots = try session.all(
      """
      SELECT g.id, min(s.line) FROM groups AS g LEFT JOIN stage AS s ON s.f_id = g.id
      WHERE g.parent IS NULL GROUP BY g.key, g.id ORDER BY min(s.line) IS NOT NULL, g.key
      """
    ) { (id: $0.text(at: 0), line: $0.integer(1)) }.filter { !faulty.mayHold($0.id, of: kind.name) }
    for root in roots.dropFirst() {
      let reason =
        "has no parent, but only the platform group (\(roots[0].id)) may have none; give it a parent"
      addFault(&faults, root.line ?? 0, FieldError(field: "parent", value: root.id, reason: reason))
    }
  }

  /// Follows every chain upwards; each record is visited once. Compares keys, since for Swift `é` and an e with a
  /// combining accent are equal.
  private func findCycles(_ faults: inout ValidationErrors, parent: String, depthLimit: Int?) throws {
    var parents: [Int: Int] = [:]
    try session.each(
      "SELECT t.key, p.key FROM \(raw: table.name) AS t JOIN \(raw: table.name) AS p ON p.id = t.\(raw: parent)"
    ) { parents[$0.integer(at: 0)] = $0.integer(at: 1) }
    var depths: [Int: Int] = [:]
    for key in parents.keys.sorted() {
      var chain: [Int] = []
      var current = key
      while depths[current] == nil, let next = parents[current] {
        chain.append(current)
        depths[current] = 0
        current = next
      }
      if depths[current] == 0, !faulty.mayHoldAny(of: kind.name) {
        let circle = Array(chain[(chain.firstIndex(of: current) ?? 0)...])
        try addFirst(&faults, of: circle, parent) {
          "forms a cycle: the \(parent) chain of \($0) leads back to it"
        }
      }
      var depth = depths[current] ?? 1
      for link in chain.reversed() {
        depth += 1
        depths[link] = depth
        if let depthLimit, depth > depthLimit, !faulty.mayHoldAny(of: kind.name) {
          try addFirst(&faults, of: [link], parent) { _ in
            "is \(depth) levels deep; a group tree may have at most \(depthLimit) levels"
          }
        }
      }
    }
  }

  /// Adds a fault at the first of the records that is in this import.
  private func addFirst(
    _ faults: inout ValidationErrors, of keys: [Int], _ field: String, _ reason: (String) -> String
  ) throws {
    let sql: SQLText = """
      SELECT s.line, s.f_\(raw: field), s.f_id FROM stage AS s JOIN \(raw: table.name) AS t ON t.id = s.f_id
      WHERE t.key \(anyOf: keys) ORDER BY s.line LIMIT 1
      """
    let found = try session.first(sql) { row in
      (row.integer(at: 0), FieldError(field: field, value: row.text(at: 1), reason: reason(row.text(at: 2))))
    }
    if let (line, fault) = found { addFault(&faults, line, fault) }
  }

  private func addFault(_ faults: inout ValidationErrors, _ line: Int, _ fault: FieldError) {
    faults.insert(RowError(kind: kind.name, line: line, fault: fault))
  }

  private func findSecondOwner(_ faults: inout ValidationErrors) throws {
    let owners = try session.all(
      """
      SELECT u.id FROM memberships AS m JOIN users AS u ON u.key = m.user_key
      WHERE m.role = 'owner' AND m.until IS NULL AND u.deleted_at IS NULL ORDER BY u.id
      """
    ) { $0.text(at: 0) }.filter { owner in
      ![RecordKind.users, .memberships].contains { faulty.mayHold(owner, of: $0.name) }
    }
    guard owners.count > 1 else { return }
    let reason = "is a second owner (\(owners.joined(separator: ", "))); close one of the memberships with `until`"
    let column = kind == .users ? "f_id" : "f_user"
    let filter = kind == .users ? "" : " AND f_role = 'owner' AND f_until IS NULL"
    try add(
      &faults,
      "SELECT line, \(raw: column) FROM stage WHERE \(raw: column) \(anyOf: owners)\(raw: filter) ORDER BY line",
      field: kind == .users ? "deleted_at" : "user"
    ) { _ in reason }
  }
}
