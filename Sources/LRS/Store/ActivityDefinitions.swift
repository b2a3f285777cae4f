package import DatabaseAccess
package import Support
import Synchronization

/// What the store knows about some activities.
package final class ActivityDefinitions: Sendable {
  /// By the SHA-256 of the activity's IRI.
  let byHash: [String: JSONValue]

  /// Bytes of the definitions, by the same.
  private let sizes: [String: Int]
  /// Bytes that `spending` may still return.
  private let budget = Mutex(16_777_216)

  package init(hashes: [String], _ session: any SQLSession) throws {
    let texts = try session.all("SELECT hash, definition FROM activity_definitions WHERE hash \(anyOf: hashes)") {
      ($0.text(at: 0), $0.text(at: 1))
    }
    byHash = Dictionary(texts.map { ($0, StoredStatement.parsed($1)) }, uniquingKeysWith: { $1 })
    sizes = Dictionary(texts.map { ($0, $1.utf8.count) }, uniquingKeysWith: { $1 })
  }

  /// The definition of an activity; nil once an answer has 16 MiB of definitions, since a statement may mention an
  /// activity thousands of times.
  package func spending(on activity: String) -> JSONValue? {
    let hash = HexDigest.sha256(activity)
    guard let size = sizes[hash] else { return nil }
    let isLeft = budget.withLock { left in
      left -= size
      return left >= 0
    }
    return isLeft ? byHash[hash] : nil
  }

  /// The Activity with this IRI, with everything that is known about it (xAPI 1.0.3, Communication 2.5).
  package static func activity(_ id: String, _ session: any SQLSession) throws -> JSONValue {
    let hash = HexDigest.sha256(id)
    let definition = try ActivityDefinitions(hashes: [hash], session).byHash[hash]
    return .object(
      [("objectType", "Activity"), ("id", .string(id))] + (definition.map { [("definition", $0)] } ?? []))
  }

  /// The hashes of all activities in a statement.
  package static func activities(in statement: JSONValue) -> Set<String> {
    var found: Set<String> = []
    func add(_ activity: JSONValue) { if let id = activity["id"]?.string { found.insert(HexDigest.sha256(id)) } }
    for (_, list) in statement["context"]?["contextActivities"]?.members ?? [] { (list.items ?? [list]).forEach(add) }
    switch statement["object"]?["objectType"]?.string ?? "Activity" {
    case "Activity": add(statement["object"] ?? .null)
    case "SubStatement": found.formUnion(activities(in: statement["object"] ?? .null))
    default: break
    }
    return found
  }
}
