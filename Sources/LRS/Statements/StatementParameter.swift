package import Support

/// The parameters of requests that are parts of statements.
package enum StatementParameter {
  package static func isIRI(_ text: String) -> Bool { TextFormat.isIRI(text) }
  package static func isUUID(_ text: String) -> Bool { TextFormat.isUUID(text) }

  /// An Agent or an identified Group, as JSON.
  package static func actor(_ text: String, _ version: XAPIVersion) throws(StatementFault) -> JSONValue {
    guard let json = try? JSONParser.parse(text) else { throw StatementFault(path: "agent", reason: "is not JSON") }
    try StatementValidator(version).checkActor(StatementNode(value: json, path: "agent"))
    guard ActorIdentifier(json) != nil else { throw StatementFault(path: "agent", reason: "has no identifier") }
    return json
  }
}
