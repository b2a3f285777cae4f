import Records
import Support

/// The context of a statement.
package struct StatementContext: Sendable {
  /// In lower case.
  let registration: ID?
  let instructor: StatementActor?
  let language: String?
  let extensions: StatementExtensions
  var parent: [StatementActivity]
  var grouping: [StatementActivity]
  var category: [StatementActivity]
  var other: [StatementActivity]

  init(_ json: JSONValue) {
    registration = json["registration"]?.string.map { ID(text: $0.asciiLowercased) }
    instructor = json["instructor"].flatMap(StatementActor.init)
    language = json["language"]?.string
    extensions = StatementExtensions(json["extensions"])
    func list(_ key: String) -> [StatementActivity] {
      guard let value = json["contextActivities"]?[key] else { return [] }
      return (value.items ?? [value]).compactMap(StatementActivity.init)
    }
    (parent, grouping) = (list("parent"), list("grouping"))
    (category, other) = (list("category"), list("other"))
  }
}
