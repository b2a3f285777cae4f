package import Access

extension EntityKind {
  /// The columns of the list; the number of users follows them.
  package var columns: [Column] {
    switch self {
    case .programSession:
      [name, Column("program", .text, sql: "o.name", by: "o.name_key")] + Self.dates
    case .pathSession:
      [
        Column("path", .text, sql: "o.name", by: "o.name_key"),
        Column("session_name", .text, sql: "t.name", by: "t.name_key"),
      ]
        + Self.dates
    case .course:
      [
        name, Column("author", .text, sql: "p.first_name || ' ' || p.last_name", by: "a.last_name_key"),
        Column("published_at", .instant, sql: "t.published_at"),
        Column("archived_at", .instant, sql: "t.archived_at"),
      ]
    case .group: [name, Column("parent", .text, sql: "o.name", by: "o.name_key")]
    case .tag: [name]
    }
  }

  private var name: Column { Column("name", .text, sql: "t.name", by: "t.name_key") }

  private static let dates = [
    Column("starts_at", .instant, sql: "t.starts_at"), Column("ends_at", .instant, sql: "t.ends_at"),
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
