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
    guard let id = json["id"]?.string?.asciiLowercased else { return nil }
    self.id = ID(text: id)
    actor = json["actor"].flatMap(StatementActor.init)
    verb = ID(term: json["verb"]?["id"]?.string ?? "")
    object = StatementObject(json["object"] ?? .null)
    context = StatementContext(json["context"] ?? .null)
    result = StatementResult(json["result"] ?? .null)
    timestamp = json["timestamp"]?.string.flatMap(Timestamp.instant)
  }
}

/// What a statement is about.
package enum StatementObject: Sendable {
  case activity(StatementActivity)
  /// The id of a statement, in lower case.
  case statement(ID)
  /// An Agent, a Group or a SubStatement: nothing is derived from them.
  case other

  init(_ json: JSONValue) {
    switch json["objectType"]?.string ?? "Activity" {
    case "Activity": self = StatementActivity(json).map { .activity($0) } ?? .other
    case "StatementRef": self = .statement(ID(text: json["id"]?.string?.asciiLowercased ?? ""))
    default: self = .other
    }
  }
}
