import Records
import Support

/// What all statements together say about activities (xapi.md §5 and §6.6).
package struct ActivityIndex: Sendable {
  private var definitions: [ID: [String: JSONValue]] = [:]
  /// Activities that are a course if nothing else is.
  private var content: Set<ID> = []
  private let language: String

  /// - Parameter statements: in their order.
  package init(_ statements: [ReadStatement], language: String) {
    self.language = language
    for statement in statements.reversed() {
      for activity in statement.activities {
        definitions[activity.id, default: [:]].merge(activity.definition) { later, _ in later }
      }
    }
    content = Set(statements.filter(\.provesContent).map(\.object.id)).filter(canBeContent)
  }

  /// - Parameter proven: activities that a statement proves to be content, if their type allows it.
  init(definitions: [ID: [String: JSONValue]], proven: Set<ID>, language: String) {
    (self.definitions, self.language) = (definitions, language)
    content = proven.filter(canBeContent)
  }

  private func canBeContent(_ id: ID) -> Bool {
    self[id, "interactionType"] == nil && !(globalType(id).map(ActivityType.notContent.contains) ?? false)
  }

  subscript(_ id: ID, _ property: String) -> JSONValue? { definitions[id]?[property] }

  var ids: some Sequence<ID> { definitions.keys }

  func isContent(_ id: ID) -> Bool { content.contains(id) }

  private func globalType(_ id: ID) -> ID? { self[id, "type"]?.string.map { ID(text: $0) } }

  /// Whether an activity, in its place, is of one of these types.
  func isTyped(_ activity: StatementActivity, _ types: Set<ID>) -> Bool {
    (activity.type ?? globalType(activity.id)).map(types.contains) ?? false
  }

  func isInteraction(_ id: ID) -> Bool {
    self[id, "interactionType"] != nil || globalType(id).map(ActivityType.interaction.contains) ?? false
  }

  /// A property that is a language map, in the platform language, else English, else any; nil if it is empty.
  func text(_ id: ID, _ property: String) -> String? {
    self[id, property]?.bestLanguage([language, "en"])?.1.string.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The name, or the IRI.
  func name(_ id: ID) -> String { text(id, "name") ?? id.text }
}
