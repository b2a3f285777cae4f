import Foundation
import Records
import Support
import Testing

@testable import LRS

/// A set of statements, what the platform knows beforehand, and the records that follow: a folder of `Fixtures`.
struct StatementSet: CustomTestStringConvertible, Sendable {
  let name: String
  let statements: [JSONValue]
  let given: JSONValue
  let expected: Set<String>

  var testDescription: String { name }
  var copies: [StatementCopy] { statements.compactMap(StatementCopy.init(json:)) }
  var platform: Platform { Platform(given: given) }

  static let all: [StatementSet] = ["examples", "random", "stress"].flatMap { kind in
    let folder = fixtures.appending(path: kind)
    let names = (try? Folder.names(in: folder.path)) ?? []
    return names.sorted().map { StatementSet(folder.appending(path: $0), "\(kind)/\($0)") }
  }

  private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

  private init(_ folder: URL, _ name: String) {
    func json(_ file: String) -> JSONValue {
      let bytes = (try? Data(contentsOf: folder.appending(path: file))) ?? Data()
      return (try? JSONParser.parse(Array(bytes))) ?? .null
    }
    self.name = name
    let lines = (try? String(contentsOf: folder.appending(path: "statements.ndjson"), encoding: .utf8)) ?? ""
    statements = lines.split(separator: "\n").compactMap { try? JSONParser.parse(String($0)) }
    given = json("given.json")
    expected = Set(
      json("records.json").members.map { kinds in
        kinds.flatMap { kind, rows in (rows.items ?? []).map { DerivedRecord.text(kind, $0.members ?? []) } }
      } ?? [])
  }
}

extension StatementCopy {
  init?(json: JSONValue) {
    guard let statement = Statement(json), let stored = json["stored"]?.string.flatMap(Timestamp.instant) else {
      return nil
    }
    self.init(statement, stored: stored)
  }
}

extension Platform {
  /// `given.json`: see `Fixtures/README.md`.
  init(given: JSONValue) {
    self.init(owner: ID(text: "owner"))
    users = (given["users"]?.items ?? []).map { user in
      User(
        id: ID(text: user["id"]?.string ?? ""), email: user["email"]?.string ?? "",
        isDeleted: user["deleted_at"].map { !$0.isNull } ?? false)
    }
    for (key, user) in given["identities"]?.members ?? [] {
      let parts = key.split(separator: " ", maxSplits: 1).map(String.init)
      guard let kind = IdentityKind(rawValue: parts[0]) else { continue }
      identities[ActorIdentifier(kind: kind, value: parts[1])] = ID(text: user.string ?? "")
    }
    courses = (given["courses"]?.items ?? []).map { course in
      Course(id: ID(text: course["id"]?.string ?? ""), url: course["url"]?.string.map { ID(text: $0) })
    }
    activities = (given["activities"]?.members ?? []).map { iri, value in
      Activity(
        id: ID(text: iri), course: ID(text: value.string ?? value["course"]?.string ?? ""),
        isRequired: value["required"]?.bool ?? true)
    }
    if let language = given["language"]?.string { settings.language = language }
    if let idle = ExactNumber(given["idle"]) { settings.idleSeconds = ExactTime(idle).seconds }
    settings.createsPlaceholders = given["placeholder"]?.string != "hold"
  }
}

extension DerivedRecord {
  /// A record as text: equal records are equal texts.
  var text: String { Self.text(kind, fields) }

  static func text(_ kind: String, _ fields: [(String, JSONValue)]) -> String {
    kind + " " + JSONValue.object(fields.filter { !$0.1.isNull }.map { ($0.0, $0.1.withPlainNumbers) }).sorted.text
  }
}

extension JSONValue {
  /// The value with numbers in one notation.
  fileprivate var withPlainNumbers: JSONValue {
    switch self {
    case .integer(let value): .hundredths(value * 100)
    case .number(let text): .hundredths(ExactNumber(text)?.hundredths ?? 0)
    case .array(let items): .array(items.map(\.withPlainNumbers))
    case .object(let members): .object(members.map { ($0.0, $0.1.withPlainNumbers) })
    default: self
    }
  }
}
