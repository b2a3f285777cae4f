import DatabaseAccess
import Records
import Support

extension StatementIndex {
  /// The most names of one actor that are kept.
  private static let nameLimit = 100
  /// The largest definition that is kept, in bytes.
  private static let definitionLimit = 65_536

  /// Notes what statements say about activities and actors.
  func noteDefinitions(_ statements: [JSONValue]) throws {
    let mentions = Mentions(statements)
    try note(mentions.definitions)
    for (actor, names) in mentions.names.sorted(by: { $0.key < $1.key }) { try note(names.sorted(), of: actor) }
  }

  private func note(_ definitions: [String: [String: JSONValue]]) throws {
    if definitions.isEmpty { return }
    let known = try ActivityDefinitions(hashes: Array(definitions.keys), session)
    for (hash, definition) in definitions.sorted(by: { $0.key < $1.key }) {
      let former = known.byHash[hash]?.members ?? []
      let merged = Dictionary(former, uniquingKeysWith: { $1 }).merging(definition, uniquingKeysWith: Mentions.merged)
      let text = JSONValue.object(merged.map { ($0.key, $0.value) }).sorted.text
      if text.utf8.count > Self.definitionLimit || known.byHash[hash]?.text.equalsBytes(of: text) == true { continue }
      try session.run(
        """
        INSERT INTO activity_definitions (hash, definition) VALUES (\(hash), \(text))
        ON CONFLICT (hash) DO UPDATE SET definition = excluded.definition
        """)
    }
  }

  private func note(_ names: [String], of actor: String) throws {
    let known = try session.number("SELECT count(*) FROM actor_names WHERE actor = \(actor)")
    for name in names.prefix(max(0, Self.nameLimit - known)) {
      try session.run(
        """
        INSERT INTO actor_names (actor, name_hash, name) VALUES (\(actor), \(HexDigest.sha256(name)), \(name))
        ON CONFLICT (actor, name_hash) DO NOTHING
        """)
    }
  }
}

/// The definitions of activities and the names of actors in some statements.
private struct Mentions {
  /// By the hash of the activity.
  private(set) var definitions: [String: [String: JSONValue]] = [:]
  /// By the hash of the actor.
  private(set) var names: [String: Set<String>] = [:]

  init(_ statements: [JSONValue]) {
    for statement in statements { add(statement) }
  }

  /// Languages add up; any other value replaces the former one.
  static func merged(_ former: JSONValue, _ value: JSONValue) -> JSONValue {
    let isLanguageMap = [former, value].allSatisfy { $0.members?.allSatisfy { $0.1.string != nil } == true }
    guard isLanguageMap, let members = former.members, let added = value.members else { return value }
    return .object(Dictionary(members + added, uniquingKeysWith: { $1 }).map { ($0.key, $0.value) }).sorted
  }

  private mutating func add(_ statement: JSONValue) {
    let context = statement["context"]
    let actors =
      [statement["actor"], context?["instructor"], context?["team"]]
      + (context?["contextAgents"]?.items ?? []).map { $0["agent"] }
      + (context?["contextGroups"]?.items ?? []).map { $0["group"] }
    for actor in actors { add(actor: actor) }
    for (_, list) in context?["contextActivities"]?.members ?? [] {
      for activity in list.items ?? [list] { add(activity: activity) }
    }
    switch statement["object"]?["objectType"]?.string ?? "Activity" {
    case "Activity": add(activity: statement["object"] ?? .null)
    case "Agent", "Group": add(actor: statement["object"])
    case "SubStatement": add(statement["object"] ?? .null)
    default: break
    }
  }

  private mutating func add(actor: JSONValue?) {
    guard let actor else { return }
    if let identifier = ActorIdentifier(actor), let name = actor["name"]?.string, !name.isEmpty,
      !name.utf8.contains(0)
    {
      names[HexDigest.sha256(identifier.canonical), default: []].insert(name)
    }
    for member in actor["member"]?.items ?? [] { add(actor: member) }
  }

  private mutating func add(activity: JSONValue) {
    guard let id = activity["id"]?.string, let members = activity["definition"]?.members else { return }
    let given = members.filter { !$0.1.isEmpty }
    if given.isEmpty { return }
    definitions[HexDigest.sha256(id), default: [:]].merge(given, uniquingKeysWith: Self.merged)
  }
}
