import Calendar
import Support

@testable import LRS

/// A slow and plain implementation of xapi.md §3–§12, written from the specification and not from `LRS`. It shares only
/// the JSON parser, the calendar and the digests with it.
final class ReferenceDerivation {
  typealias Statement = ReferenceStatement

  let given: JSONValue
  var statements: [Statement] = []
  var definitions: [String: [String: JSONValue]] = [:]
  var content: Set<String> = []
  /// Course IRI and whether it is required, by the IRI of the activity.
  var listed: [String: (course: String, isRequired: Bool)] = [:]
  var earliest: [String: Ratio] = [:]
  var twins: Set<String> = []
  var posts: [String: Statement] = [:]
  var archived: [String: Ratio] = [:]
  var neededCourses: Set<String> = []
  var assessments: Set<String> = []
  var answers: [Statement] = []
  /// Of one user: the latest launch of each session.
  var launches: [String: Statement] = [:]
  private(set) var records: Set<String> = []

  static func records(_ statements: [JSONValue], _ given: JSONValue) -> Set<String> {
    let derivation = ReferenceDerivation(given)
    derivation.run(statements.map(Statement.init))
    return derivation.records
  }

  private init(_ given: JSONValue) { self.given = given }

  func add(_ kind: String, _ fields: [String: JSONValue?]) {
    records.insert(DerivedRecord.text(kind, fields.compactMap { key, value in value.map { (key, $0) } }))
  }

  private func run(_ copies: [Statement]) {
    read(copies)
    index()
    for (user, own) in Dictionary(grouping: statements, by: \.user) { prepare(own, of: user) }
    let kept = statements.filter { !$0.isDropped }
    share(kept)
    for (user, own) in Dictionary(grouping: kept, by: \.user) {
      launches = [:]
      for statement in own where statement.verb == "launched" {
        if let session = statement.session { launches[session] = statement }
      }
      measureGaps(own)
      deriveAttempts(own, of: user)
      deriveEvents(own, of: user)
      deriveResults(own, of: user)
    }
    deriveShared()
    derivePlaceholders()
  }

  private func read(_ copies: [Statement]) {
    let voiding = copies.filter { $0.verb == "voided" && $0.reference != nil }
    let voided = Set(voiding.compactMap(\.reference)).subtracting(voiding.map(\.id))
    for (id, equal) in Dictionary(grouping: copies, by: \.id) where !voided.contains(id) {
      let first = equal[0]
      guard let actor = first.actor, !first.places[0].isEmpty, let user = self.user(actor) else { continue }
      for (place, index) in first.places.enumerated().flatMap({ place in
        place.element.indices.map { (place.offset, $0) }
      }) {
        for copy in equal.dropFirst() {
          first.places[place][index].definition.merge(copy.places[place][index].definition) {
            $0.sorted.text <= $1.sorted.text ? $0 : $1
          }
        }
      }
      first.time = equal.compactMap(\.timestamp).first ?? equal.map(\.stored).min()!
      first.user = user
      statements.append(first)
    }
    statements.sort(by: Statement.isBefore)
  }

  func known(_ actor: String) -> String? {
    if let user = given["identities"]?[actor]?.string { return user }
    let matches = (given["users"]?.items ?? []).filter { user in
      let address = user["email"]!.string!.lowercased()
      return actor == "mbox " + address || actor == "sha1 " + HexDigest.sha1("mailto:" + address)
    }
    func rank(_ user: JSONValue) -> (Int, String) { (user["deleted_at"] == nil ? 0 : 1, user["id"]!.string!) }
    return matches.min { rank($0) < rank($1) }?["id"]?.string
  }

  func placeholder(_ actor: String) -> String {
    let canonical = actor.hasPrefix("mbox ") ? "mbox mailto:" + actor.dropFirst(5) : actor
    return "x-" + HexDigest.sha256(canonical).prefix(32)
  }

  func user(_ actor: String) -> String? {
    known(actor) ?? (given["placeholder"]?.string == "hold" ? nil : placeholder(actor))
  }

  private func derivePlaceholders() {
    for (actor, own) in Dictionary(grouping: statements, by: { $0.actor! }) where known(actor) == nil {
      let id = placeholder(actor)
      let value = actor.drop { $0 != " " }.dropFirst()
      let fallback = actor.hasPrefix("account") ? value.drop { $0 != " " }.dropFirst() : value
      func words(_ name: String) -> [String] { name.split(whereSeparator: \.isWhitespace).map(String.init) }
      let name = own.reversed().map { words($0.name ?? "") }.first { !$0.isEmpty } ?? words(String(fallback))
      add(
        "users",
        [
          "id": .string(id), "email": .string(actor.hasPrefix("mbox") ? String(value) : id + "@xapi.invalid"),
          "first_name": .string(name.count > 1 ? name.dropLast().joined(separator: " ") : "-"),
          "last_name": .string(name.last ?? "-"), "created_at": instant(own[0].time), "channel": "import",
        ])
    }
  }

  func instant(_ time: Ratio?) -> JSONValue? {
    time.map { .string(Instant.text($0.floor)) }
  }

  func hash8(_ text: String) -> String { String(HexDigest.sha256(text).prefix(8)) }
}
