package import Support

/// Repairs what well-known senders do wrong, for credentials in lenient mode (xapi.md §13). The result has to be
/// validated like any other statement.
package enum LenientRepair {
  package static func repaired(_ statement: JSONValue) -> JSONValue { rewriter.rewrite(statement) }

  private static let rewriter = StatementRewriter(
    activity: activity,
    member: { key, value in
      guard key == "result" else { return value }
      return value.mapMembers { $0 == "score" && isImpossible($1) ? nil : $1 }
    })

  /// Reads a GroupActivity as an Activity, and removes activities without an IRI. The object of a statement without an
  /// IRI is removed too; validation then says that it is missing.
  private static func activity(_ json: JSONValue) -> JSONValue? {
    guard let id = json["id"]?.string, TextFormat.isIRI(id) else { return nil }
    return json.mapMembers { $0 == "objectType" && $1.string == "GroupActivity" ? "Activity" : $1 }
  }

  private static func isImpossible(_ score: JSONValue) -> Bool {
    guard let low = ExactNumber(score["min"]), let high = ExactNumber(score["max"]) else { return false }
    return high <= low
  }
}
