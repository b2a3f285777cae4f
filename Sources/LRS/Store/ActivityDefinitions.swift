package import DatabaseAccess
package import Support

/// What the store knows about some activities.
package struct ActivityDefinitions: Sendable {
  /// By the SHA-256 of the activity's IRI.
  let byHash: [String: JSONValue]

  init(hashes: [String], _ session: any SQLSession) throws {
    byHash = Dictionary(
      try session.all("SELECT hash, definition FROM activity_definitions WHERE hash \(anyOf: hashes)") { row in
        (row.text(at: 0), StoredStatement.parsed(row.text(at: 1)))
      }, uniquingKeysWith: { $1 })
  }

  package init(of activities: Set<String>, _ session: any SQLSession) throws {
    try self.init(hashes: activities.map(HexDigest.sha256), session)
  }

  package subscript(activity: String) -> JSONValue? { byHash[HexDigest.sha256(activity)] }

  /// The Activity with this IRI, with everything that is known about it (xAPI 1.0.3, Communication 2.5).
  package static func activity(_ id: String, _ session: any SQLSession) throws -> JSONValue {
    let definition = try ActivityDefinitions(of: [id], session)[id]
    return .object(
      [("objectType", "Activity"), ("id", .string(id))] + (definition.map { [("definition", $0)] } ?? []))
  }

  /// The IRIs of all activities in a statement.
  package static func activities(in statement: JSONValue) -> Set<String> {
    var found: Set<String> = []
    func add(_ activity: JSONValue) { if let id = activity["id"]?.string { found.insert(id) } }
    for (_, list) in statement["context"]?["contextActivities"]?.members ?? [] { (list.items ?? [list]).forEach(add) }
    switch statement["object"]?["objectType"]?.string ?? "Activity" {
    case "Activity": add(statement["object"] ?? .null)
    case "SubStatement": found.formUnion(activities(in: statement["object"] ?? .null))
    default: break
    }
    return found
  }
}
