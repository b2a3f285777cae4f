package import Support

/// The `format` of statements that are read (xAPI 1.0.3, Communication 2.1.3).
package enum StatementFormat: String, Sendable {
  /// As the statement was stored.
  case exact
  /// Actors, verbs and activities with no more than identifies them.
  case ids
  /// One language of each language map, and activities as the LRS knows them.
  case canonical

  /// - Parameters:
  ///   - languages: the preferred ones, the best first.
  ///   - definition: what is known about an activity, by its IRI.
  package func text(
    of statement: JSONValue, languages: [String], definition: @escaping @Sendable (String) -> JSONValue?
  ) -> JSONValue {
    switch self {
    case .exact: StatementRewriter().rewrite(statement)
    case .ids: Self.identifying.rewrite(statement)
    case .canonical: Self.canonical(languages, definition).rewrite(statement)
    }
  }

  private static let identifying = StatementRewriter(
    actor: identifying, verb: { $0.mapMembers { $0 == "id" ? $1 : nil } },
    activity: { $0.mapMembers { $0 == "id" ? $1 : nil } })

  /// The members of a Group without an identifier identify it.
  private static func identifying(_ actor: JSONValue) -> JSONValue {
    let isAnonymous = ActorIdentifier(actor) == nil
    return actor.mapMembers { key, value in
      switch key {
      case "name": nil
      case "member": isAnonymous ? .array((value.items ?? []).map(identifying)) : nil
      default: value
      }
    }
  }

  private static func canonical(
    _ languages: [String], _ definition: @escaping @Sendable (String) -> JSONValue?
  ) -> StatementRewriter {
    @Sendable func chosen(_ key: String, _ value: JSONValue) -> JSONValue {
      switch key {
      case "display", "name", "description": value.language(languages)
      case "choices", "scale", "source", "target", "steps": .array((value.items ?? []).map { $0.mapMembers(chosen) })
      default: value
      }
    }
    return StatementRewriter(
      verb: { $0.mapMembers(chosen) },
      activity: { json in
        let known = json["id"]?.string.flatMap(definition) ?? json["definition"]
        let rest = (json.members ?? []).filter { $0.0 != "definition" }
        return .object(rest + (known.map { [("definition", $0.mapMembers(chosen))] } ?? []))
      },
      member: { key, value in
        key == "attachments" ? .array((value.items ?? []).map { $0.mapMembers(chosen) }) : value
      })
  }
}

extension JSONValue {
  /// A language map with only the best of its languages: the first of these that it has, else the first by code point.
  func language(_ languages: [String]) -> JSONValue {
    bestLanguage(languages).map { .object([$0]) } ?? self
  }

  /// The member of a language map for the first of these languages that it has, else its first member by code point. A
  /// key matches a language if it is that language or begins with it and `-`.
  func bestLanguage(_ languages: [String]) -> (String, JSONValue)? {
    let sorted = (members ?? []).sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
    for language in languages {
      let match = sorted.first {
        $0.0.utf8.elementsEqual(language.utf8) || $0.0.utf8.starts(with: (language + "-").utf8)
      }
      if let match { return match }
    }
    return sorted.first
  }
}
