import DatabaseAccess
import Records
import Support

/// What all statements together say about activities (xapi.md §5 and §6.6), as the store keeps it.
struct KnownActivities {
  let session: any SQLSession

  init(_ session: any SQLSession) { self.session = session }

  /// A property's value, and the position of the statement that it is from.
  private struct Origin {
    let value: JSONValue
    let position: String
  }

  private struct Entry {
    var iri: ID
    var properties: [String: Origin] = [:]
    var isProven = false

    init(iri: ID) { self.iri = iri }

    init(_ row: any SQLRow) {
      iri = ID(text: row.text(at: 1))
      for (key, pair) in StoredStatement.parsed(row.text(at: 2)).members ?? [] {
        guard let items = pair.items, items.count == 2, let position = items[1].string else { continue }
        properties[key] = Origin(value: items[0], position: position)
      }
      isProven = row.flag(3)
    }

    var definition: [String: JSONValue] { properties.mapValues(\.value) }
    var text: String {
      JSONValue.object(properties.map { ($0.key, .array([$0.value.value, .string($0.value.position)])) }).sorted.text
    }

    /// What decides to which course and kind a statement belongs.
    var structure: [String] {
      ["type", "interactionType"].map { properties[$0]?.value.text ?? "" } + [isProven ? "proven" : ""]
    }

    var meaning: String { JSONValue.object(definition.map { ($0.key, $0.value) }).sorted.text }

    mutating func add(_ definition: [String: JSONValue], at position: String, except lost: Set<String>) {
      for (key, value) in definition where !lost.contains(key) {
        if let former = properties[key], former.position > position { continue }
        properties[key] = Origin(value: value, position: position)
      }
    }
  }

  private func entries(_ hashes: [String]) throws -> [String: Entry] {
    let rows = try session.all(
      "SELECT hash, iri, definition, proven FROM statement_activities WHERE hash \(anyOf: hashes)"
    ) { ($0.text(at: 0), Entry($0)) }
    return Dictionary(rows, uniquingKeysWith: { first, _ in first })
  }

  /// What derivation needs to know about these activities.
  func index(_ iris: some Sequence<ID>, language: String) throws -> ActivityIndex {
    let entries = try entries(Set(iris.map(\.subject)).sorted()).values
    return ActivityIndex(
      definitions: Dictionary(entries.map { ($0.iri, $0.definition) }, uniquingKeysWith: { first, _ in first }),
      proven: Set(entries.filter(\.isProven).map(\.iri)), language: language)
  }

  /// The IRIs that have these hashes.
  func iris(_ hashes: [String]) throws -> [String: ID] { try entries(hashes).mapValues(\.iri) }

  /// What has changed about activities.
  struct Changes {
    /// All that changed, by hash.
    var activities: [String: ID] = [:]
    /// Those of them that a statement may belong to another course for.
    var structural: Set<String> = []
  }

  /// Takes over what statements say now.
  /// - Parameters:
  ///   - removed: what statements said before, already removed from `activity_mentions`.
  ///   - added: what they say now, already inserted.
  func update(removing removed: [ActivityMention], adding added: [ActivityMention]) throws -> Changes {
    let (gone, fresh) = (Dictionary(grouping: removed, by: \.activity), Dictionary(grouping: added, by: \.activity))
    let hashes = Set(gone.keys).union(fresh.keys).sorted()
    let stored = try entries(hashes)
    var changes = Changes()
    for hash in hashes {
      let (removed, added) = (gone[hash] ?? [], fresh[hash] ?? [])
      guard let iri = stored[hash]?.iri ?? added.first?.iri else { continue }
      var entry = stored[hash] ?? Entry(iri: iri)
      try renew(&entry, hash, removed, added)
      let former = stored[hash]
      let isUnchanged = former?.text == entry.text && former?.isProven == entry.isProven
      try save(entry, hash, isGone: added.isEmpty, isUnchanged: isUnchanged)
      if former?.structure != entry.structure { changes.structural.insert(hash) }
      if former?.structure != entry.structure || former?.meaning != entry.meaning { changes.activities[hash] = iri }
    }
    return changes
  }

  private func renew(
    _ entry: inout Entry, _ hash: String, _ removed: [ActivityMention], _ added: [ActivityMention]
  ) throws {
    let positions = Set(removed.map(\.position))
    let lost = Set(entry.properties.filter { positions.contains($0.value.position) }.keys)
    for key in lost { entry.properties[key] = nil }
    for mention in added { entry.add(mention.definition, at: mention.position, except: lost) }
    if !lost.isEmpty { try find(lost, of: hash, &entry) }
    if added.contains(where: \.proves) {
      entry.isProven = true
    } else if removed.contains(where: \.proves) {
      let proof = try session.first(
        "SELECT 1 FROM activity_mentions WHERE activity = \(hash) AND role >= 2 LIMIT 1"
      ) { _ in true }
      entry.isProven = proof != nil
    }
  }

  private static let statementsAtOnce = 50

  /// Looks for the latest statements with these properties.
  private func find(_ lost: Set<String>, of hash: String, _ entry: inout Entry) throws {
    for role in [1, 3] {
      // Positions begin with a digit.
      var (missing, last) = (lost, "z")
      while !missing.isEmpty {
        let places = try session.all(
          """
          SELECT position, statement_key FROM activity_mentions
          WHERE activity = \(hash) AND role = \(role) AND position < \(last)
          ORDER BY position DESC LIMIT \(Self.statementsAtOnce)
          """
        ) { ($0.text(at: 0), $0.integer(at: 1)) }
        guard let end = places.last?.0 else { break }
        last = end
        let statements = try StatementLoader(session).statements(places.map(\.1))
        for (position, key) in places {
          let definition = statements[key]?.definition(of: entry.iri) ?? [:]
          entry.add(definition.filter { missing.contains($0.key) }, at: position, except: [])
          missing.subtract(definition.keys)
        }
      }
    }
  }

  /// - Parameter isGone: whether perhaps no statement names the activity any more.
  private func save(_ entry: Entry, _ hash: String, isGone: Bool, isUnchanged: Bool) throws {
    if isGone {
      let other = try session.first("SELECT 1 FROM activity_mentions WHERE activity = \(hash) LIMIT 1") { _ in true }
      if other == nil {
        try session.run("DELETE FROM statement_activities WHERE hash = \(hash)")
        return
      }
    }
    if isUnchanged { return }
    try session.run(
      """
      INSERT INTO statement_activities (hash, iri, definition, proven)
      VALUES (\(hash), \(entry.iri.text), \(entry.text), \(entry.isProven ? 1 : 0))
      ON CONFLICT (hash) DO UPDATE SET definition = excluded.definition, proven = excluded.proven
      """)
  }
}

/// An activity in a statement.
struct ActivityMention {
  /// The hash of its IRI.
  let activity: String
  let iri: ID
  let position: String
  /// In the first place of the statement that has a property.
  var definition: [String: JSONValue]
  /// Whether the statement proves that the activity is content.
  let proves: Bool

  var role: Int { (definition.isEmpty ? 0 : 1) + (proves ? 2 : 0) }
}

extension ReadStatement {
  /// What the statement says about an activity; where several places say it, the first one (xapi.md §5).
  func definition(of iri: ID) -> [String: JSONValue] {
    activities.filter { $0.id == iri }.reduce(into: [:]) { $0.merge($1.definition) { first, _ in first } }
  }

  /// One for each activity.
  var mentions: [ActivityMention] {
    var definitions: [ID: [String: JSONValue]] = [:]
    for activity in activities {
      definitions[activity.id, default: [:]].merge(activity.definition) { first, _ in first }
    }
    return definitions.map { iri, definition in
      ActivityMention(
        activity: iri.subject, iri: iri, position: position, definition: definition,
        proves: iri == object.id && provesContent)
    }
  }
}
