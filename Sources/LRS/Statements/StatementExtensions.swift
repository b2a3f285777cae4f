import Records
import Support

/// The extensions of a result or a context; keys in the spelling of §3.7.
struct StatementExtensions: Sendable {
  private let values: [ID: JSONValue]

  init(_ json: JSONValue?) {
    let members = json?.members ?? []
    var values = Dictionary(members.map { (ID(term: $0.0), $0.1) }, uniquingKeysWith: { first, _ in first })
    // A key that already has this spelling wins over one that has not.
    for (key, value) in members where ID(term: key) == ID(text: key) { values[ID(text: key)] = value }
    self.values = values
  }

  subscript(_ key: String) -> JSONValue? { values[ID(text: key)] }

  func number(_ key: String) -> ExactNumber? { ExactNumber(self[key]) }
}
