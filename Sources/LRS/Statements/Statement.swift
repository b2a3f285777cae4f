package import Records
package import Support

/// A statement as derivation reads it: typed, with ids in one spelling (xapi.md §3.7). The statement itself is the JSON
/// that was stored; `StatementValidator` checks it.
package struct Statement: Sendable {
  /// In lower case.
  package let id: ID
  package let actor: StatementActor?
  let verb: ID
  package var object: StatementObject
  package var context: StatementContext
  let result: StatementResult
  /// Nil if the statement has none.
  let timestamp: ExactTime?

  /// - Returns: nil if the value lacks an id.
  package init?(_ json: JSONValue) {
    guard let id = json["id"]?.string?.lowercased() else { return nil }
    self.id = ID(text: id)
    actor = json["actor"].flatMap(StatementActor.init)
    verb = ID(term: json["verb"]?["id"]?.string ?? "")
    object = StatementObject(json["object"] ?? .null)
    context = StatementContext(json["context"] ?? .null)
    result = StatementResult(json["result"] ?? .null)
    timestamp = json["timestamp"]?.string.flatMap(Timestamp.instant)
  }
}

package enum StatementObject: Sendable {
  case activity(StatementActivity)
  /// The id of a statement, in lower case.
  case statement(ID)
  /// An Agent, a Group or a SubStatement: nothing is derived from them.
  case other

  init(_ json: JSONValue) {
    switch json["objectType"]?.string ?? "Activity" {
    case "Activity": self = StatementActivity(json).map { .activity($0) } ?? .other
    case "StatementRef": self = .statement(ID(text: json["id"]?.string?.lowercased() ?? ""))
    default: self = .other
    }
  }
}

/// An activity in one place of a statement.
package struct StatementActivity: Sendable {
  let id: ID
  /// The properties of the definition that are not empty; `type` in the spelling of §3.7.
  var definition: [String: JSONValue]

  init?(_ json: JSONValue) {
    guard let id = json["id"]?.string else { return nil }
    self.id = ID(term: id)
    definition = Dictionary(
      (json["definition"]?.members ?? []).filter { !$0.1.isEmpty }, uniquingKeysWith: { first, _ in first })
    if let type = definition["type"]?.string { definition["type"] = .string(ID(term: type).text) }
  }

  var type: ID? { definition["type"]?.string.map { ID(text: $0) } }
}

package struct StatementResult: Sendable {
  let raw: ExactNumber?
  let min: ExactNumber?
  let max: ExactNumber?
  let scaled: ExactNumber?
  let success: Bool?
  let completion: Bool?
  let response: String?
  let duration: ExactTime?
  let extensions: StatementExtensions

  init(_ json: JSONValue) {
    let score = json["score"]
    (raw, min) = (ExactNumber(score?["raw"]), ExactNumber(score?["min"]))
    (max, scaled) = (ExactNumber(score?["max"]), ExactNumber(score?["scaled"]))
    success = json["success"]?.bool
    completion = json["completion"]?.bool
    response = json["response"]?.string
    duration = json["duration"]?.string.flatMap { ISODuration($0)?.length }
    extensions = StatementExtensions(json["extensions"])
  }
}

package struct StatementContext: Sendable {
  /// In lower case.
  let registration: ID?
  let instructor: StatementActor?
  let language: String?
  let extensions: StatementExtensions
  var parent: [StatementActivity]
  var grouping: [StatementActivity]
  var category: [StatementActivity]
  var other: [StatementActivity]

  init(_ json: JSONValue) {
    registration = json["registration"]?.string.map { ID(text: $0.lowercased()) }
    instructor = json["instructor"].flatMap(StatementActor.init)
    language = json["language"]?.string
    extensions = StatementExtensions(json["extensions"])
    func list(_ key: String) -> [StatementActivity] {
      guard let value = json["contextActivities"]?[key] else { return [] }
      return (value.items ?? [value]).compactMap(StatementActivity.init)
    }
    (parent, grouping) = (list("parent"), list("grouping"))
    (category, other) = (list("category"), list("other"))
  }
}

/// The extensions of a result or a context; keys in the spelling of §3.7.
struct StatementExtensions: Sendable {
  private let values: [ID: JSONValue]

  init(_ json: JSONValue?) {
    let members = json?.members ?? []
    // A key that is already in the right spelling wins over one that is not.
    values = Dictionary(
      members.map { (ID(term: $0.0), $0.0, $0.1) }.sorted {
        $0.0.text.utf8.count == $0.1.utf8.count && $1.0.text.utf8.count != $1.1.utf8.count
      }
      .map { ($0.0, $0.2) }, uniquingKeysWith: { first, _ in first })
  }

  subscript(_ key: String) -> JSONValue? { values[ID(text: key)] }

  func number(_ key: String) -> ExactNumber? { ExactNumber(self[key]) }
}

extension ExactNumber {
  /// A number, or a text that is one.
  init?(_ json: JSONValue?) {
    switch json {
    case .number(let text), .string(let text): self.init(text)
    default: return nil
    }
  }
}

extension ID {
  /// An IRI in its one spelling: those of w3id.org begin with https (xapi.md §3.7).
  init(term: String) {
    let prefix = "http://w3id.org/xapi/"
    self.init(text: term.utf8.starts(with: prefix.utf8) ? "https" + term.utf8.dropFirst(4).text : term)
  }
}

extension ID: Comparable {
  package static func < (a: ID, b: ID) -> Bool { a.text.utf8.lexicographicallyPrecedes(b.text.utf8) }
}

extension Substring.UTF8View {
  var text: String { String(Substring(self)) }
}

extension JSONValue {
  var isEmpty: Bool {
    switch self {
    case .null: true
    case .string(let text): text.isEmpty
    case .array(let items): items.isEmpty
    case .object(let members): members.isEmpty
    default: false
    }
  }
}
