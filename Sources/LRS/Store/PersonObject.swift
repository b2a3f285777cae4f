package import DatabaseAccess
import Records
package import Support

/// What the store knows about an agent, as a Person with arrays (xAPI 1.0.3, Communication 2.4).
package enum PersonObject {
  package static func person(_ agent: JSONValue, _ session: any SQLSession) throws -> JSONValue {
    let actor = ActorIdentifier(agent).map { HexDigest.sha256($0.canonical) } ?? ""
    var names = try session.all("SELECT name FROM actor_names WHERE actor = \(actor)") { $0.text(at: 0) }
    if let name = agent["name"]?.string, !names.contains(where: { $0.equalsBytes(of: name) }) { names.append(name) }
    var members: [(String, JSONValue)] = [("objectType", "Person")]
    if !names.isEmpty {
      let sorted = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      members.append(("name", .array(sorted.map { .string($0) })))
    }
    for key in ["mbox", "mbox_sha1sum", "openid", "account"] {
      if let value = agent[key] { members.append((key, [value])) }
    }
    return .object(members)
  }
}
