import Records
package import Support

/// The statements of one request, validated.
package struct StatementBatch: Sendable {
  /// A valid statement.
  package struct Draft: Sendable {
    /// In lower case.
    let id: String
    /// As it came, with an id.
    package let body: JSONValue
    /// Before its repair; nil if it needed none.
    let original: JSONValue?
    /// When another LRS stored it, in microseconds since 1970; nil for a statement that this one receives.
    var stored: Int?
    /// What the other LRS says about its sender.
    var authority: JSONValue?
  }

  /// A statement that a lenient credential sent and that could not be repaired.
  package struct Refused: Sendable {
    let id: String
    let body: JSONValue
    package let reason: String
  }

  package private(set) var drafts: [Draft] = []
  package private(set) var refused: [Refused] = []
  /// Of all statements, in order.
  package private(set) var ids: [String] = []
  let version: XAPIVersion
  /// The most statements of one request.
  package static let limit = 10_000
  private let newID: @Sendable () -> String

  /// - Parameters:
  ///   - id: the id that the address of the request gives to its only statement.
  ///   - newID: makes the id of a statement without one.
  package init(
    _ json: JSONValue, _ version: XAPIVersion, isLenient: Bool, id: String? = nil,
    newID: @escaping @Sendable () -> String
  ) throws(StatementFault) {
    (self.version, self.newID) = (version, newID)
    if let id {
      try add(try Self.statement(json, withID: id), isLenient: isLenient)
    } else {
      let statements = json.items ?? [json]
      guard statements.count <= Self.limit else {
        throw StatementFault(path: "", reason: "is one of more than \(Self.limit); send them in several requests")
      }
      for statement in statements { try add(statement, isLenient: isLenient) }
    }
    var seen: Set<String> = []
    if let id = ids.first(where: { !seen.insert($0.asciiLowercased).inserted }) {
      throw StatementFault(path: "", reason: "with the id \(id) is in the batch twice")
    }
  }

  private static func statement(_ json: JSONValue, withID id: String) throws(StatementFault) -> JSONValue {
    guard TextFormat.isUUID(id) else { throw StatementFault(path: "statementId", reason: "is not a UUID") }
    guard let own = json["id"] else { return json.members.map { .object([("id", .string(id))] + $0) } ?? json }
    guard own.string?.asciiLowercased == id.asciiLowercased else {
      throw StatementFault(path: "id", reason: "is not the statementId of the address")
    }
    return json
  }

  private mutating func add(_ statement: JSONValue, isLenient: Bool) throws(StatementFault) {
    let given = withID(statement)
    let repaired = isLenient ? LenientRepair.repaired(given) : given
    do throws(StatementFault) {
      try StatementValidator(version).check(repaired)
    } catch {
      guard isLenient else { throw error }
      return setAside(given, error.description)
    }
    let id = repaired["id"]?.string ?? ""
    let isChanged = isLenient && repaired.sorted.text != StatementRewriter().rewrite(given).sorted.text
    ids.append(id)
    drafts.append(Draft(id: id.asciiLowercased, body: repaired, original: isChanged ? given : nil))
  }

  private func withID(_ statement: JSONValue) -> JSONValue {
    guard let members = statement.members, statement["id"] == nil else { return statement }
    return .object([("id", .string(newID()))] + members)
  }

  private mutating func setAside(_ statement: JSONValue, _ reason: String) {
    let id = statement["id"]?.string.flatMap { TextFormat.isUUID($0) ? $0 : nil } ?? newID()
    ids.append(id)
    refused.append(Refused(id: id.asciiLowercased, body: statement, reason: reason))
  }
}

extension StatementBatch {
  /// Adds the statements of another batch of the same version; no id may be in both.
  mutating func append(_ other: StatementBatch) {
    drafts += other.drafts
    refused += other.refused
    ids += other.ids
  }

  /// Keeps what another LRS set.
  mutating func keep(stored: Int?, authority: JSONValue?) {
    for index in drafts.indices { (drafts[index].stored, drafts[index].authority) = (stored, authority) }
  }

  /// Sets aside statements that are valid, but cannot be stored.
  mutating func setAside(_ reason: String, where fails: (Draft) -> Bool) {
    refused += drafts.filter(fails).map { Refused(id: $0.id, body: $0.original ?? $0.body, reason: reason) }
    drafts.removeAll(where: fails)
  }

  /// All statements, valid or not.
  package var bodies: [JSONValue] { drafts.map(\.body) + refused.map(\.body) }
}
