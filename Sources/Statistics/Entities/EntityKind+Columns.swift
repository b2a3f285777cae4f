package import Access

extension EntityKind {
  /// What the list says of the entities themselves; their numbers follow.
  package var columns: [Column] {
    switch self {
    case .programSession:
      [name, Column("program", .text, heading: "Program", sql: "o.name", by: "o.name_key")] + Self.dates
    case .pathSession:
      [
        Column("path", .text, heading: "Path", sql: "o.name", by: "o.name_key"),
        Column("name", .text, heading: "Session name", title: "session_name", sql: "t.name", by: "t.name_key"),
      ]
        + Self.dates
    case .course:
      [
        name,
        Column(
          "author", .text, heading: "Author", sql: "p.first_name || ' ' || p.last_name", by: "a.last_name_key"),
        Column("published_at", .instant, heading: "Published", sql: "t.published_at", isShown: false),
        Column("archived_at", .instant, heading: "Archived", sql: "t.archived_at", isShown: false),
      ]
    case .question:
      [
        name, Column("course", .text, heading: "Course", sql: "c.name", by: "c.name_key"),
        Column("tags", .names, heading: "Tags", by: Self.firstTag),
      ]
    case .group: [name, Column("parent", .text, heading: "Parent", sql: "o.name", by: "o.name_key")]
    case .tag: [name]
    }
  }

  /// What conditions may test in addition: whether a session is open at an instant (insights.md §1).
  package func tested(at now: Int) -> [Column] {
    switch self {
    case .programSession, .pathSession:
      [
        Column(
          "status", .status,
          sql: "CASE WHEN t.starts_at > \(now) THEN 'not_open' WHEN t.ends_at <= \(now) THEN 'ended' ELSE 'open' END")
      ]
    case .course, .question, .group, .tag: []
    }
  }

  private var name: Column {
    Column(
      "name", .text, heading: self == .question ? "Question" : "Name", sql: "t.\(nameColumn)",
      by: "t.\(nameColumn)_key")
  }

  private static let dates = [
    Column("starts_at", .instant, heading: "Start", sql: "t.starts_at"),
    Column("ends_at", .instant, heading: "End", sql: "t.ends_at"),
  ]

  /// Tags are read for the rows of a page; they are sorted by the first of them.
  private static let firstTag = """
    (SELECT min(g.name_key) FROM question_tags AS x JOIN tags AS g ON g.key = x.member_key WHERE x.owner_key = t.key)
    """

  /// The items of FROM that the columns read; `t` is the entity.
  var source: String {
    switch self {
    case .programSession: "program_sessions AS t JOIN programs AS o ON o.key = t.program_key"
    case .pathSession: "path_sessions AS t JOIN paths AS o ON o.key = t.path_key"
    case .course:
      "courses AS t JOIN users AS p ON p.key = t.author_key JOIN user_standings AS a ON a.user_key = t.author_key"
    case .question: "questions AS t LEFT JOIN courses AS c ON c.key = t.course_key"
    case .group: "groups AS t LEFT JOIN groups AS o ON o.id = t.parent"
    case .tag: "tags AS t"
    }
  }

  /// Further expressions that a row needs to link its names.
  var linked: [String] {
    switch self {
    case .course: [Person.columnsOfUser]
    case .question: ["c.id"]
    case .group: ["o.id"]
    case .programSession, .pathSession, .tag: []
    }
  }

  /// The columns that a search reads; they also order ties.
  var names: [String] {
    switch self {
    case .programSession: ["t.name_key", "o.name_key"]
    case .pathSession: ["o.name_key", "t.name_key"]
    case .course, .question, .group, .tag: ["t.\(nameColumn)_key"]
    }
  }
}
