package import Access

/// A column of an entity list: text, or an instant.
package struct EntityColumn: Sendable {
  package let key: String
  package let kind: Column.Kind
  let expression: String
  /// The sort expression.
  let order: String

  init(_ key: String, _ kind: Column.Kind, _ expression: String, order: String? = nil) {
    self.key = key
    self.kind = kind
    self.expression = expression
    self.order = order ?? expression
  }
}

extension EntityKind {
  /// The columns of the list; the number of users follows them.
  package var columns: [EntityColumn] {
    switch self {
    case .programSession:
      [name, EntityColumn("program", .text, "o.name", order: "o.name_key")] + Self.dates
    case .pathSession:
      [
        EntityColumn("path", .text, "o.name", order: "o.name_key"),
        EntityColumn("session_name", .text, "t.name", order: "t.name_key"),
      ]
        + Self.dates
    case .course:
      [
        name, EntityColumn("author", .text, "p.first_name || ' ' || p.last_name", order: "a.last_name_key"),
        EntityColumn("published_at", .instant, "t.published_at"),
        EntityColumn("archived_at", .instant, "t.archived_at"),
      ]
    case .group: [name, EntityColumn("parent", .text, "o.name", order: "o.name_key")]
    case .tag: [name]
    }
  }

  private var name: EntityColumn { EntityColumn("name", .text, "t.name", order: "t.name_key") }

  private static let dates = [
    EntityColumn("starts_at", .instant, "t.starts_at"), EntityColumn("ends_at", .instant, "t.ends_at"),
  ]

  /// The items of FROM that the columns read; `t` is the entity.
  var source: String {
    switch self {
    case .programSession: "program_sessions AS t JOIN programs AS o ON o.key = t.program_key"
    case .pathSession: "path_sessions AS t JOIN paths AS o ON o.key = t.path_key"
    case .course:
      "courses AS t JOIN users AS p ON p.key = t.author_key JOIN user_standings AS a ON a.user_key = t.author_key"
    case .group: "groups AS t LEFT JOIN groups AS o ON o.id = t.parent"
    case .tag: "tags AS t"
    }
  }

  /// Further expressions that a row needs to link its names.
  var linked: [String] {
    switch self {
    case .course: [Person.columnsOfUser]
    case .group: ["o.id"]
    case .programSession, .pathSession, .tag: []
    }
  }

  /// The columns that a search reads; they also order ties.
  var names: [String] {
    switch self {
    case .programSession: ["t.name_key", "o.name_key"]
    case .pathSession: ["o.name_key", "t.name_key"]
    case .course, .group, .tag: ["t.name_key"]
    }
  }
}
