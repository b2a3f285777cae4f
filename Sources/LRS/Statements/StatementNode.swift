import Support

/// A JSON value of a statement and its path, for validation. The requirements of the data types are from xAPI 1.0.3,
/// Data 2.2 and 4.
struct StatementNode {
  let value: JSONValue
  /// As in `StatementFault`.
  let path: String

  func fault(_ reason: String) -> StatementFault { StatementFault(path: path, reason: reason) }

  private func child(_ key: String, _ value: JSONValue) -> StatementNode {
    StatementNode(value: value, path: path.isEmpty ? key : path + "." + key)
  }

  subscript(_ key: String) -> StatementNode? { value[key].map { child(key, $0) } }

  func required(_ key: String) throws(StatementFault) -> StatementNode {
    guard let node = self[key] else { throw fault("lacks “\(key)”") }
    return node
  }

  /// Requires an object without other keys, and without nulls.
  func checkMembers(_ known: [String]) throws(StatementFault) {
    for node in try members() {
      guard known.contains(where: { $0.utf8.elementsEqual(node.key.utf8) }) else {
        throw fault("has the unknown property “\(node.key)”")
      }
      if node.value.value.isNull { throw node.value.fault("is null") }
    }
  }

  func members() throws(StatementFault) -> [(key: String, value: StatementNode)] {
    guard let members = value.members else { throw fault("is not an object") }
    return members.map { ($0.0, child($0.0, $0.1)) }
  }

  func items() throws(StatementFault) -> [StatementNode] {
    guard let items = value.items else { throw fault("is not an array") }
    return items.enumerated().map { StatementNode(value: $0.element, path: "\(path)[\($0.offset)]") }
  }

  @discardableResult func text() throws(StatementFault) -> String {
    guard let text = value.string else { throw fault("is not a string") }
    return text
  }

  func checkText(_ requirement: String, _ isValid: (String) -> Bool) throws(StatementFault) {
    guard isValid(try text()) else { throw fault("is not \(requirement)") }
  }

  func checkBoolean() throws(StatementFault) {
    guard value.bool != nil else { throw fault("is not true or false") }
  }

  func number() throws(StatementFault) -> ExactNumber {
    guard case .number(let text) = value, let number = ExactNumber(text) else { throw fault("is not a number") }
    return number
  }

  func checkIRI() throws(StatementFault) { try checkText("an IRI with a scheme", TextFormat.isIRI) }

  func checkUUID() throws(StatementFault) { try checkText("a UUID", TextFormat.isUUID) }

  func checkLanguageMap() throws(StatementFault) {
    for member in try members() {
      guard LanguageTag.isWellFormed(member.key) else {
        throw member.value.fault("is not a language tag of RFC 5646")
      }
      try member.value.text()
    }
  }

  /// Keys are IRIs; values are free.
  func checkExtensions() throws(StatementFault) {
    for member in try members() where !TextFormat.isIRI(member.key) {
      throw member.value.fault("is not an IRI with a scheme")
    }
  }
}
