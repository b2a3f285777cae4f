import DatabaseAccess
import Records

// What must hold of the whole: one platform, no cycles, one owner. Checked after the rows are in; a fault undoes all.

extension Staging {
  func findBrokenStructure(_ faults: inout Faults) throws {
    switch kind {
    case .groups:
      try findSecondPlatform(&faults)
      try findCycles(&faults, parent: "parent", depthLimit: 32)
    case .courses: try findCycles(&faults, parent: "duplicate_of", depthLimit: nil)
    case .memberships, .users: try findSecondOwner(&faults)
    default: break
    }
  }

  private func findSecondPlatform(_ faults: inout Faults) throws {
    let roots = try session.all("SELECT id FROM groups WHERE parent IS NULL ORDER BY key") { $0.text(at: 0) }
    for root in roots.dropFirst() {
      let reason = "has no parent, but exactly one group, the platform, has none (that is \(roots[0])); give it a parent"
      try add(&faults, "SELECT line, f_id FROM stage WHERE f_id = \(root)", field: "parent", reason)
    }
  }

  /// Follows every chain upwards; each record is visited once.
  private func findCycles(_ faults: inout Faults, parent: String, depthLimit: Int?) throws {
    var parents: [String: String] = [:]
    try session.each("SELECT id, \(raw: parent) FROM \(raw: table.name) WHERE \(raw: parent) IS NOT NULL") {
      parents[$0.text(at: 0)] = $0.text(at: 1)
    }
    var depths: [String: Int] = [:]
    for id in parents.keys.sorted() {
      var chain: [String] = []
      var current = id
      while depths[current] == nil, let next = parents[current] {
        chain.append(current)
        depths[current] = 0
        current = next
      }
      if depths[current] == 0 {
        try add(
          &faults, "SELECT line, f_\(raw: parent) FROM stage WHERE f_id = \(current)", field: parent,
          "closes a circle: following \(parent) from \(current) leads back to it")
      }
      var depth = depths[current] ?? 1
      for link in chain.reversed() {
        depth += 1
        depths[link] = depth
        if let depthLimit, depth > depthLimit {
          try add(
            &faults, "SELECT line, f_\(raw: parent) FROM stage WHERE f_id = \(link)", field: parent,
            "lies \(depth) levels deep; a group tree has at most \(depthLimit)")
        }
      }
    }
  }

  private func findSecondOwner(_ faults: inout Faults) throws {
    let owners = try session.all(
      """
      SELECT u.id FROM memberships AS m JOIN users AS u ON u.key = m.user_key
      WHERE m.role = 'owner' AND m.until IS NULL AND u.deleted_at IS NULL ORDER BY u.id
      """
    ) { $0.text(at: 0) }
    guard owners.count > 1 else { return }
    let reason = "is a second owner (\(owners.joined(separator: ", "))); close one of the memberships with `until`"
    let column = kind == .users ? "f_id" : "f_user"
    let filter = kind == .users ? "" : " AND f_role = 'owner' AND f_until IS NULL"
    try add(
      &faults,
      "SELECT line, \(raw: column) FROM stage WHERE \(raw: column) \(anyOf: owners)\(raw: filter) ORDER BY line",
      field: kind == .users ? "deleted_at" : "user", reason)
  }
}
