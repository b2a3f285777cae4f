import Records
import Support

/// The user that stands for an unknown actor (xapi.md §4.3).
enum PlaceholderUser {
  /// - Parameter statements: of this actor, in their order; not empty.
  static func record(_ identifier: ActorIdentifier, _ statements: [ReadStatement]) -> DerivedRecord {
    let id = Directory.placeholder(identifier).text
    let names = statements.reversed().lazy.map { words($0.actorName ?? "") }
    let name = names.first { !$0.isEmpty } ?? words(identifier.shortName)
    return DerivedRecord(
      "users",
      [
        ("id", .string(id)),
        ("email", .string(identifier.kind == .mbox ? identifier.value.text : id + "@xapi.invalid")),
        ("first_name", .string(name.count > 1 ? name.dropLast().joined(separator: " ") : "-")),
        ("last_name", .string(name.last ?? "-")), ("created_at", .instant(statements.first?.time)),
        ("channel", "import"),
      ])
  }

  private static func words(_ name: String) -> [String] {
    name.unicodeScalars.split { $0.properties.isWhitespace }.map { String($0) }
  }
}
