import Records
import Support

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
